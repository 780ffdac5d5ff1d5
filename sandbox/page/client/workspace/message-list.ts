import { html } from 'htm/preact'
import type { ComponentChildren, VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Message } from './message.ts'
import { dayKey, dayLabel, tsToMs } from '../parts/time.ts'
import type { ChannelView, MessageView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'

type ListProps = {
  messages: MessageView[]
  channel: ChannelView
  snapshot: Snapshot
  acts: PaneActs
  /** What stands above the first message. */
  children?: ComponentChildren
}

/** Messages with the dividers of their days; it follows the newest unless the person scrolled up. */
export function MessageList({ messages, channel, snapshot, acts, children }: ListProps): VNode {
  const box = useFollowing()
  const zone = snapshot.me.tz
  return html`<div class="message-scroll" ref=${box} role="log" aria-label=${`Messages in ${channel.name}`}>
    <div class="message-space"></div>
    ${children}
    ${messages.map((message, index) => {
      const before = messages[index - 1]
      const at = tsToMs(message.ts)
      const isNewDay = !before || dayKey(at, zone) !== dayKey(tsToMs(before.ts), zone)
      return html`<div key=${message.ts}>
        ${
          isNewDay
            ? html`<div class="day-divider" role="separator">
                <span>${dayLabel(at, zone, snapshot.now)}</span>
              </div>`
            : null
        }
        <${Message}
          message=${message}
          snapshot=${snapshot}
          acts=${acts}
          isCompact=${!isNewDay && follows(before, message)}
          inThread=${false}
        />
      </div>`
    })}
  </div>`
}

const oneBreath = 5 * 60_000

// Lines by one author within five minutes share one head, as in Slack.
function follows(before: MessageView | undefined, message: MessageView): boolean {
  if (!before || before.user !== message.user || before.replyCount > 0) return false
  const isPlain = !before.ephemeral && !message.ephemeral && !message.pinned
  return isPlain && tsToMs(message.ts) - tsToMs(before.ts) < oneBreath
}

function useFollowing(): { current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null)
  const wasAtEnd = useRef(true)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return undefined
    const toEnd = (): void => {
      if (wasAtEnd.current) element.scrollTop = element.scrollHeight
    }
    const note = (): void => {
      wasAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 60
    }
    // A picture or a card that grows pushes the end away too, not only a new message.
    const sizes = new ResizeObserver(toEnd)
    const changes = new MutationObserver(toEnd)
    sizes.observe(element)
    changes.observe(element, { childList: true, subtree: true, characterData: true })
    element.addEventListener('scroll', note, { passive: true })
    toEnd()
    return () => {
      sizes.disconnect()
      changes.disconnect()
      element.removeEventListener('scroll', note)
    }
  }, [])
  return box
}
