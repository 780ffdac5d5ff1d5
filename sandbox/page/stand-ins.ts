import type { ModelSource } from './model-api.ts'
import type { PostmarkStandIn } from '../postmark/types.ts'
import type { SlackStandIn } from '../slack/types.ts'

/** What the page shows. */
export type StandIns = {
  slack: SlackStandIn
  postmark: PostmarkStandIn
  openai: ModelSource
  /** User ids of the people one can act as; the first is who the page opens with. */
  people: readonly string[]
}
