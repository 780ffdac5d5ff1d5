import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { postJson } from '../parts/api.ts'
import { useLive } from '../parts/live.ts'
import type { FaultKind, FaultsPage, OfferedFault, OrderedFault } from '../../faults-view.ts'

const numbers = [1, 2, 3, 5]

/** Orders a fault of the Postmark stand-in, and shows what is on order. */
export function FaultsPanel(): VNode {
  const { data, trouble: silence } = useLive<FaultsPage>('/api/faults')
  const [kind, setKind] = useState<FaultKind>('answer-lost')
  const [times, setTimes] = useState(1)
  const [trouble, setTrouble] = useState<string | null>(null)
  const post = async (path: string, body: object): Promise<void> => {
    setTrouble(null)
    await postJson(path, body).catch((error: Error) => setTrouble(error.message))
  }
  return html`<section class="panel">
    <h2>Order a fault</h2>
    <p class="panel-lead">
      The next calls with which Baton gives mail to Postmark fail. One call carries up to 500 mails.
    </p>
    <div class="choices" role="radiogroup" aria-label="What goes wrong">
      ${data?.offered.map(
        (fault) => html`<${Choice} fault=${fault} isChosen=${fault.kind === kind} choose=${setKind} />`,
      )}
    </div>
    <div class="panel-line">
      <span class="dim">Calls that fail</span>
      <span class="segments" role="group" aria-label="Calls that fail">
        ${numbers.map(
          (number) =>
            html`<button type="button" aria-pressed=${times === number} onClick=${() => setTimes(number)}>
              ${number}
            </button>`,
        )}
      </span>
      <button type="button" class="button primary" onClick=${() => void post('/api/faults', { kind, times })}>
        Order it
      </button>
    </div>
    ${trouble || silence ? html`<p class="panel-note" role="alert">${trouble ?? silence}</p>` : null}
    <h3>On order</h3>
    ${data?.waiting.length === 0 ? html`<p class="dim">Nothing: Postmark answers as it should.</p>` : null}
    <ul class="order-list" aria-label="On order">
      ${data?.waiting.map(
        (order) =>
          html`<${OrderRow}
            key=${order.id}
            order=${order}
            takeBack=${() => void post('/api/faults/take-back', { id: order.id })}
          />`,
      )}
    </ul>
  </section>`
}

type ChoiceProps = { fault: OfferedFault; isChosen: boolean; choose: (kind: FaultKind) => void }

function Choice({ fault, isChosen, choose }: ChoiceProps): VNode {
  return html`<label class="choice">
    <input type="radio" name="fault" checked=${isChosen} onChange=${() => choose(fault.kind)} />
    <span class="choice-text">
      ${fault.label}
      ${isChosen ? html`<span class="choice-description">${fault.postmark} ${fault.baton}</span>` : null}
    </span>
  </label>`
}

function OrderRow({ order, takeBack }: { order: OrderedFault; takeBack: () => void }): VNode {
  const calls = order.left === null ? 'every call' : order.left === 1 ? 'one call' : `${order.left} calls`
  return html`<li>
    <span><b>${order.label}</b> <span class="dim">still fails ${calls}</span></span>
    <button type="button" class="quiet-button" aria-label=${`Take back: ${order.label}`} onClick=${takeBack}>
      Take back
    </button>
  </li>`
}
