import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { dayAndTime, dueWords, momentInZone, span } from './due-words.ts'
import { icon } from '../parts/icons.ts'
import { postJson } from '../parts/api.ts'
import { now } from '../parts/now.ts'
import { refresh, useLive } from '../parts/live.ts'
import type { ClockView, Foreseen, JumpResult, TimeState } from '../../clock-view.ts'

const ways = [
  ['1 hour', 3_600_000],
  ['1 day', 86_400_000],
  ['1 week', 604_800_000],
] as const

const shown = 4

/** What came of a jump, or why there was none. */
type Result = { note: string; isFine: boolean }

type Way = { to: 'next' } | { ms: number }

/** What time will bring, and the ways to let it go by. */
export function ClockPanel({ time }: { time: TimeState }): VNode {
  const { data, trouble } = useLive<ClockView>('/api/clock')
  const { jump, isAsked, result } = useJump()
  const isMoving = time.isMoving || isAsked
  const next = data?.next.slice(0, shown) ?? []
  const stop = data?.next.find(({ lastAt }) => lastAt > data.now)
  return html`<section class="panel">
    <h2>Clock</h2>
    <p class="panel-lead">${movedWords(time.aheadMs)}</p>
    <h3>Due next <span class="dim">times in ${zone()}</span></h3>
    ${next.length === 0 ? html`<p class="dim">${trouble ?? nothing(data)}</p>` : null}
    <ol class="due-list">
      ${next.map((each) => html`<${DueRow} due=${each} now=${data?.now ?? each.at} />`)}
    </ol>
    <button
      type="button"
      class="button primary jump"
      disabled=${isMoving || next.length === 0}
      onClick=${() => void jump({ to: 'next' })}
    >
      Jump to the next due moment ${stop ? html`<span>${momentInZone(stop.lastAt)}</span>` : null}
    </button>
    <${Ways} isMoving=${isMoving} jump=${jump} />
    <${Progress} isMoving=${isMoving} result=${result} />
  </section>`
}

/** Jumping, from the press on: the server says that time moves only a moment later. */
function useJump(): { jump: (way: Way) => Promise<void>; isAsked: boolean; result: Result | null } {
  const [isAsked, setAsked] = useState(false)
  const [result, setResult] = useState<Result | null>(null)
  const jump = async (way: Way): Promise<void> => {
    setResult(null)
    setAsked(true)
    const came = await postJson<JumpResult>('/api/clock/jump', way).then(
      ({ note }) => ({ note, isFine: true }),
      (error: Error) => ({ note: error.message, isFine: false }),
    )
    setResult(came)
    setAsked(false)
    refresh()
  }
  return { jump, isAsked, result }
}

function Ways({ isMoving, jump }: { isMoving: boolean; jump: (way: Way) => Promise<void> }): VNode {
  return html`<div class="panel-line" role="group" aria-label="Let time go by">
    <span class="dim">or let</span>
    ${ways.map(
      ([label, ms]) =>
        html`<button
          type="button"
          class="quiet-button"
          disabled=${isMoving}
          title=${`To ${momentInZone(now() + ms)}`}
          onClick=${() => void jump({ ms })}
        >
          ${label}
        </button>`,
    )}
    <span class="dim">go by</span>
  </div>`
}

/** Slack shows everybody their own; this panel shows the browser's. */
const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ')

function movedWords(aheadMs: number): string {
  if (aheadMs === 0) return 'Baton’s time is this machine’s. Let days go by, and see what they bring.'
  return `Time was moved ${span(aheadMs)} ahead of this machine’s clock, for Baton and all stand-ins. It never goes back: for today, start the demo again.`
}

const nothing = (data: ClockView | null): string =>
  data ? 'Nothing: time alone brings nothing more. Launch a campaign with two steps.' : 'Looking ahead…'

function DueRow({ due, now }: { due: Foreseen; now: number }): VNode {
  return html`<li>
    <span class="due-when">
      <time>${dayAndTime(due.at)}</time>
      <span class="dim">${due.at > now ? `in ${span(due.at - now)}` : 'now'}</span>
    </span>
    <span>${dueWords(due)}</span>
  </li>`
}

function Progress({ isMoving, result }: { isMoving: boolean; result: Result | null }): VNode {
  if (isMoving)
    return html`<p class="panel-note" role="status">
      <span class="spinner"></span> Time goes by. What is due on the way happens on its day.
    </p>`
  return html`<p class="panel-note" role="status">
    ${result ? html`${icon(result.isFine ? 'check' : 'warning')} <span>${result.note}</span>` : null}
  </p>`
}
