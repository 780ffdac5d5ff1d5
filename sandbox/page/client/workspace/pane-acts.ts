import { refresh } from '../parts/live.ts'
import { sendAct } from '../parts/api.ts'
import type { Act } from '../../acts.ts'
import type { ActResult } from '../parts/api.ts'

/** What the parts of one pane can do: act as its person, and move around. */
export type PaneActs = {
  act: (act: Act) => Promise<ActResult>
  /** Shows a line as Slack shows its own; null takes it away. */
  say: (trouble: string | null) => void
  openChannel: (id: string) => void
  openHome: () => void
  openThread: (ts: string | null) => void
  /** Shows everything that passed between Slack and the app about a message. */
  showRaw: (channel: string, ts: string) => void
}

type Sender = { as: string; say: (trouble: string | null) => void }

/** Acts as one person; a notice that Slack would show is shown, and the page is read again at once. */
export function actAs({ as, say }: Sender): (act: Act) => Promise<ActResult> {
  return async (act) => {
    const sending = sendAct(as, act)
    const result = await sending
    say(sentence(result))
    refresh()
    return result
  }
}

// A failure's notice stands in the snapshot already, where Slack would show it; a refusal's does not.
function sentence(result: ActResult): string | null {
  if (result.kind === 'trouble') return result.message
  return result.kind === 'refused' ? result.notice : null
}
