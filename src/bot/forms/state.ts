import type { ViewOutput } from '@slack/bolt'

/** What stands in the fields of a view, by block and action. */
export type State = ViewOutput['state']['values']

/** The element of a block; our input blocks have one each. */
export function elementIn(state: State, blockId: string) {
  const block = state[blockId]
  return block === undefined ? undefined : Object.values(block)[0]
}

/** What was typed into a block; null when it is empty or not there. */
export const typedIn = (state: State, blockId: string): string | null =>
  elementIn(state, blockId)?.value ?? null

/** What was chosen in a menu. */
export const chosenIn = (state: State, blockId: string): string | null =>
  elementIn(state, blockId)?.selected_option?.value ?? null

/** What was ticked among boxes. */
export const tickedIn = (state: State, blockId: string): string[] =>
  (elementIn(state, blockId)?.selected_options ?? []).flatMap(({ value }) => value ?? [])

/** Whether a view has that block. */
export const isIn = (state: State, blockId: string): boolean => state[blockId] !== undefined

/** A number as it was typed; NaN for an empty field, which no rule takes for a number. */
export const numberOf = (typed: string | null): number =>
  typed === null || typed.trim() === '' ? Number.NaN : Number(typed)

/** Sentences as Slack wants them: one text for each input block. */
export function joinErrors(found: readonly (readonly [blockId: string, sentence: string])[]) {
  const errors: Record<string, string> = {}
  for (const [block, sentence] of found) {
    const before = errors[block]
    errors[block] = before === undefined ? sentence : `${before} ${sentence}`
  }
  return errors
}
