import { arrayOf, boolean, oneOf, string, url, webUrl } from '../values.ts'
import { inside, isFields, must, problemAt } from '../rule.ts'
import {
  actionsElement,
  contextActionsElement,
  contextElement,
  inputElement,
  sectionAccessory,
} from '../elements/places.ts'
import { imageSource, oneImageSource } from '../shapes/image-source.ts'
import { richText } from '../shapes/rich-text.ts'
import { anyText, plainText } from '../shapes/text.ts'
import { block } from './block.ts'
import type { Check } from '../rule.ts'
import type { Rules } from '../object.ts'

/** Slack's own page on input blocks: files cannot report while a form is being filled. */
const filesDoNotDispatch: Check = (input, place) =>
  input['dispatch_action'] === true && isFields(input['element']) && input['element']['type'] === 'file_input'
    ? problemAt(inside(place, 'dispatch_action'), 'is not compatible with file_input')
    : []

const httpsUrl = url({ scheme: /^https:$/ })

/** The blocks whose fields are a flat list. */
export const plainBlocks: Rules = {
  actions: block({ required: { elements: arrayOf(actionsElement, { max: 25 }) } }),
  alert: block({
    required: { text: anyText(3000) },
    optional: { level: oneOf('default', 'info', 'warning', 'error', 'success') },
  }),
  context: block({ required: { elements: arrayOf(contextElement, { max: 10 }) } }),
  context_actions: block({ required: { elements: arrayOf(contextActionsElement, { max: 5 }) } }),
  divider: block({}),
  header: block({ required: { text: plainText(150) } }),
  image: block({
    required: { alt_text: string({ max: 2000 }) },
    optional: { ...imageSource, title: plainText(2000) },
    checks: [oneImageSource],
  }),
  input: block({
    required: { label: plainText(2000), element: inputElement },
    optional: { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
    checks: [filesDoNotDispatch],
  }),
  markdown: block({ required: { text: string({ max: 12_000 }) } }),
  rich_text: richText,
  section: block({
    optional: {
      text: anyText(3000),
      fields: arrayOf(anyText(2000), { max: 10 }),
      accessory: sectionAccessory,
      expand: boolean,
    },
    checks: [
      must(
        (section) => section['text'] !== undefined || section['fields'] !== undefined,
        'must provide text or fields',
      ),
    ],
  }),
  video: block({
    required: {
      video_url: httpsUrl,
      thumbnail_url: webUrl(),
      alt_text: string(),
      title: plainText(199),
    },
    optional: {
      title_url: httpsUrl,
      author_name: string({ max: 49 }),
      provider_name: string(),
      provider_icon_url: webUrl(),
      description: plainText(3000),
    },
  }),
}
