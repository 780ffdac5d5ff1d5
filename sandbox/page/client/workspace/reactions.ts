import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { emoji } from '../mrkdwn/emoji.ts'
import { useDirectory } from '../parts/directory.ts'
import type { MessageView } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'

type ReactionsProps = { message: MessageView; me: string; acts: PaneActs }

/** The reactions under a message; pressing one adds or takes back one's own. */
export function Reactions({ message, me, acts }: ReactionsProps): VNode | null {
  const { userName } = useDirectory()
  if (message.reactions.length === 0) return null
  const here = { channel: message.channel, ts: message.ts }
  return html`<div class="reactions">
    ${message.reactions.map(({ name, users, count }) => {
      const isMine = users.includes(me)
      const who = users.map(userName).join(', ')
      return html`<button
        type="button"
        class=${isMine ? 'reaction mine' : 'reaction'}
        aria-pressed=${isMine}
        title=${`${who} reacted with :${name}:`}
        onClick=${() => void acts.act({ kind: isMine ? 'unreact' : 'react', name, message: here })}
      >
        <span class="emoji">${emoji(name) ?? `:${name}:`}</span> <span>${count}</span>
      </button>`
    })}
  </div>`
}
