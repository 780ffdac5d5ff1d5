import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { postJson } from '../parts/api.ts'
import { refresh, useLive } from '../parts/live.ts'
import type { FaultsPage, OfferedFault, OrderedFault, Vendor } from '../../faults-view.ts'

const numbers = [1, 2, 3, 5]

const leads: Record<Vendor, string> = {
  Postmark: 'The next calls with which Baton gives mail to Postmark fail. One call carries up to 500 mails.',
  Slack: 'The next times that Baton and Slack speak, something goes wrong.',
  OpenAI: 'The next calls with which Baton has a reply read fail. Answer a mail in the Inbox to see it.',
}
const vendors = ['Postmark', 'Slack', 'OpenAI'] as const satisfies Vendor[]

/** Orders faults of the stand-ins, and shows what is on order. */
export function FaultsPanel(): VNode {
  const { data, trouble: silence } = useLive<FaultsPage>('/api/faults')
  const [vendor, setVendor] = useState<Vendor>('Postmark')
  const [chosen, setChosen] = useState<Partial<Record<Vendor, string>>>({ Postmark: 'answer-lost' })
  const [times, setTimes] = useState(1)
  const [trouble, setTrouble] = useState<string | null>(null)
  const post = async (path: string, body: object): Promise<void> => {
    setTrouble(null)
    await postJson(path, body).catch((error: Error) => setTrouble(error.message))
    refresh()
  }
  const offered = data?.offered.filter((fault) => fault.vendor === vendor) ?? []
  const kind = chosen[vendor] ?? offered[0]?.kind
  return html`<section class="panel">
    <h2>Order a fault</h2>
    <${Segments} label="Whose fault" options=${vendors} chosen=${vendor} choose=${setVendor} />
    <p class="panel-lead">${leads[vendor]}</p>
    <div class="choices" role="radiogroup" aria-label="What goes wrong">
      ${offered.map(
        (fault) =>
          html`<${Choice}
            key=${fault.kind}
            fault=${fault}
            isChosen=${fault.kind === kind}
            choose=${() => setChosen({ ...chosen, [vendor]: fault.kind })}
          />`,
      )}
    </div>
    <div class="panel-line">
      <span class="dim">Times</span>
      <${Segments} label="Times" options=${numbers} chosen=${times} choose=${setTimes} />
      <button type="button" class="button primary" onClick=${() => void post('/api/faults', { kind, times })}>
        Order it
      </button>
    </div>
    ${trouble || silence ? html`<p class="panel-note" role="alert">${trouble ?? silence}</p>` : null}
    <${Orders}
      waiting=${data?.waiting ?? null}
      takeBack=${({ vendor, id }: OrderedFault) => void post('/api/faults/take-back', { vendor, id })}
    />
  </section>`
}

type SegmentsProps<T> = { label: string; options: readonly T[]; chosen: T; choose: (option: T) => void }

function Segments<T extends string | number>({ label, options, chosen, choose }: SegmentsProps<T>): VNode {
  return html`<span class="segments" role="group" aria-label=${label}>
    ${options.map(
      (option) =>
        html`<button type="button" aria-pressed=${chosen === option} onClick=${() => choose(option)}>
          ${option}
        </button>`,
    )}
  </span>`
}

type ChoiceProps = { fault: OfferedFault; isChosen: boolean; choose: () => void }

function Choice({ fault, isChosen, choose }: ChoiceProps): VNode {
  return html`<label class="choice">
    <input type="radio" name="fault" checked=${isChosen} onChange=${choose} />
    <span class="choice-text">
      ${fault.label}
      ${isChosen ? html`<span class="choice-description">${fault.does} ${fault.baton}</span>` : null}
    </span>
  </label>`
}

type OrdersProps = { waiting: OrderedFault[] | null; takeBack: (order: OrderedFault) => void }

function Orders({ waiting, takeBack }: OrdersProps): VNode {
  return html`<h3>On order</h3>
    ${waiting?.length === 0 ? html`<p class="dim">Nothing: everybody answers as they should.</p>` : null}
    <ul class="order-list" aria-label="On order">
      ${waiting?.map(
        (order) =>
          html`<${OrderRow}
            key=${`${order.vendor} ${order.id}`}
            order=${order}
            takeBack=${() => takeBack(order)}
          />`,
      )}
    </ul>`
}

function OrderRow({ order, takeBack }: { order: OrderedFault; takeBack: () => void }): VNode {
  const times = order.left === null ? 'every time' : order.left === 1 ? 'once' : `${order.left} times`
  return html`<li>
    <span><b>${order.vendor}: ${order.label}</b> <span class="dim">strikes ${times}</span></span>
    <button
      type="button"
      class="quiet-button"
      aria-label=${`Take back: ${order.vendor}, ${order.label}`}
      onClick=${takeBack}
    >
      Take back
    </button>
  </li>`
}
