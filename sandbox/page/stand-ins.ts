import type { ModelSource } from './model-api.ts'
import type { Time } from './clock-view.ts'
import type { PostmarkStandIn } from '../postmark/types.ts'
import type { SlackStandIn } from '../slack/types.ts'

/** What the page shows. */
export type StandIns = {
  slack: SlackStandIn
  postmark: PostmarkStandIn
  openai: ModelSource
  /** The clock of the app behind the stand-ins; null where it cannot be moved. */
  time: Time | null
  /** User ids of the people one can act as; the first is who the page opens with. */
  people: readonly string[]
}
