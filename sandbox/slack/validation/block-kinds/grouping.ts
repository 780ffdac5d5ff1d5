import { byType } from '../object.ts'
import { must } from '../rule.ts'
import { arrayOf, boolean, oneOf } from '../values.ts'
import { cardAction } from '../elements/places.ts'
import { imageElement } from '../shapes/image-source.ts'
import { richText } from '../shapes/rich-text.ts'
import { anyText, mrkdwn, plainText } from '../shapes/text.ts'
import { onSurfaces } from '../surfaces.ts'
import { block } from './block.ts'
import { plainBlocks } from './plain.ts'
import { tableBlocks } from './tables.ts'
import type { Rules } from '../object.ts'

const image = byType({ image: imageElement })

const card = block({
  optional: {
    hero_image: image,
    icon: image,
    title: mrkdwn(150),
    subtitle: mrkdwn(150),
    body: mrkdwn(200),
    actions: arrayOf(cardAction),
  },
  checks: [
    must(
      (value) => ['hero_image', 'title', 'actions', 'body'].some((name) => value[name] !== undefined),
      'must provide hero_image, title, actions or body',
    ),
  ],
})

const childKinds = new Set([
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
])
const children = Object.fromEntries(
  Object.entries({ ...plainBlocks, ...tableBlocks }).filter(([kind]) => childKinds.has(kind)),
)

/** The blocks that gather others. */
export const groupingBlocks: Rules = {
  card,
  carousel: block({ required: { elements: arrayOf(byType({ card }), { max: 10 }) } }),
  container: block({
    required: { child_blocks: arrayOf(onSurfaces(byType(children)), { max: 10 }) },
    optional: {
      title: plainText(150),
      rich_text_title: richText,
      subtitle: anyText(150),
      width: oneOf('narrow', 'standard', 'wide', 'full'),
      icon: image,
      is_collapsible: boolean,
      default_collapsed: boolean,
      has_header_divider: boolean,
    },
    checks: [
      must(
        (value) => value['title'] !== undefined || value['rich_text_title'] !== undefined,
        'must provide title or rich_text_title',
      ),
      must(
        (value) => value['default_collapsed'] !== true || value['is_collapsible'] === true,
        'requires is_collapsible to be true',
        'default_collapsed',
      ),
    ],
  }),
}
