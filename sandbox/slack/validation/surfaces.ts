import { inside, isFields, problemAt } from './rule.ts'
import type { Rule, Surface } from './rule.ts'

/** How many blocks each surface takes: docs.slack.dev/reference/block-kit/blocks. */
export const maxBlocks: Record<Surface, number> = { message: 50, modal: 100, home: 100 }

/**
 * Blocks that are not for every surface, after docs.slack.dev/blocks.json. Where sources are silent (data_table outside
 * messages) the stand-in refuses, so that nothing is built on a guess.
 */
const onlyOn: Record<string, readonly Surface[]> = {
  alert: ['modal'],
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  context_actions: ['message'],
  data_table: ['message'],
  markdown: ['message'],
  table: ['message'],
}

/** Refuses a block whose type exists but not on this surface; otherwise the block's own rule decides. */
export const onSurfaces =
  (rule: Rule): Rule =>
  (value, place) => {
    const type = isFields(value) ? value['type'] : undefined
    if (typeof type !== 'string' || !Object.hasOwn(onlyOn, type)) return rule(value, place)
    return onlyOn[type]?.includes(place.surface)
      ? rule(value, place)
      : problemAt(inside(place, 'type'), `unsupported type: ${type} is not allowed on ${place.surface}`)
  }
