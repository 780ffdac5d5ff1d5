import { byType } from './object.ts'
import { problemAt } from './rule.ts'
import { arrayOf } from './values.ts'
import { groupingBlocks } from './block-kinds/grouping.ts'
import { plainBlocks } from './block-kinds/plain.ts'
import { tableBlocks } from './block-kinds/tables.ts'
import { maxBlocks, onSurfaces } from './surfaces.ts'
import { duplicateIds, everyBlock } from './uniqueness.ts'
import type { ValidationProblem } from './problem.ts'
import type { Place, Rule, Surface } from './rule.ts'
import type { Placed } from './uniqueness.ts'

export type { Surface } from './rule.ts'

/**
 * Everything Slack would refuse in an array of blocks; an empty list means it would be accepted.
 * Pointers start at the array: `/0/text/text`.
 */
export const validateBlocks = (blocks: unknown, surface: Surface): ValidationProblem[] =>
  blocksRule(blocks, { pointer: '', surface })

/** The same for blocks that stand deeper in a payload, such as those of a view. An empty array is fine. */
export const blocksRule: Rule = (blocks, place) => {
  const all = everyBlock(blocks, place)
  return [
    ...arrayOf(anyBlock, { min: 0, max: maxBlocks[place.surface] })(blocks, place),
    ...duplicateIds(all),
    ...(place.surface === 'message' ? messageTotals(all, place) : []),
  ]
}

/**
 * True when a message's blocks are too large together, which Slack answers with `msg_blocks_too_long`.
 * The limit is undocumented, near 13 000 characters of JSON (bolt-js #2509).
 */
export const messageBlocksTooLong = (blocks: unknown): boolean =>
  blocks !== undefined && JSON.stringify(blocks).length > 13_000

/** Blocks Slack knows but Baton has no use for (task_card, plan, file, data_visualization) are refused as unknown. */
const anyBlock = onSurfaces(byType({ ...plainBlocks, ...tableBlocks, ...groupingBlocks }))

const messageTotals = (all: readonly Placed[], place: Place): ValidationProblem[] => {
  const markdown = all.map(({ value }) => (value['type'] === 'markdown' ? value['text'] : ''))
  const tables = all.filter(({ value }) => value['type'] === 'table')
  return [
    ...(markdown.join('').length > 12_000 && !markdown.some((text) => String(text).length > 12_000)
      ? problemAt(place, 'markdown blocks must be less than 12001 characters together')
      : []),
    ...tables.slice(1).flatMap((table) => problemAt(table.place, 'only one table allowed')),
  ]
}
