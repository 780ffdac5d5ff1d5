import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ClockPanel } from './clock-panel.ts'
import { PanelButton } from '../parts/panel-button.ts'
import { momentInZone, span } from './due-words.ts'
import { icon } from '../parts/icons.ts'
import { isScreenshot, now } from '../parts/now.ts'
import type { TimeState } from '../../clock-view.ts'

const tickMs = 5_000

/** Baton's time in the top bar, and how far it was moved; opens what moves it. */
export function ClockButton({ time }: { time: TimeState }): VNode {
  useTicking()
  const moved = time.aheadMs > 0 ? html`<span class="moved">+ ${span(time.aheadMs)}</span>` : null
  return html`<${PanelButton}
    label="Clock"
    kind="top-button"
    panel=${() => html`<${ClockPanel} time=${time} />`}
  >
    ${time.isMoving ? html`<span class="spinner"></span>` : icon('clock')}
    <time>${momentInZone(now())}</time> ${moved}
  <//>`
}

function useTicking(): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (isScreenshot) return undefined
    const timer = setInterval(() => tick((count) => count + 1), tickMs)
    return () => clearInterval(timer)
  }, [])
}
