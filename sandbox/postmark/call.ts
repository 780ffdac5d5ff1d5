import type { World } from './world.ts'

/** One API request after authorisation, with its JSON parsed. */
export type Call = {
  readonly world: World
  /** Names in lower case: Postmark does not mind their case. */
  readonly query: URLSearchParams
  /** What stood in the place of the first `:name` of the path, or empty. */
  readonly parameter: string
  readonly body: unknown
  /** The token it came with. */
  readonly token: string
  /** Set by the fault `delayed`: accepted mails answer without an ErrorCode. */
  readonly delayed: boolean
}
