import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { JsonText } from '../traffic/json-text.ts'
import { moment } from '../parts/clock.ts'
import { now } from '../parts/now.ts'
import { icon } from '../parts/icons.ts'
import { useLive } from '../parts/live.ts'
import type { ModelCall, ModelPage } from '../../model-view.ts'
import type { ShownRule } from '../../../openai/shown-rules.ts'

/** Each request to the model with its answer, and the rules that made the answer. */
export function ModelView(): VNode {
  const { data } = useLive<ModelPage>('/api/model')
  const calls = data?.calls ?? []
  return html`<main class="model" aria-label="Model">
    <div class="model-column">
      <div class="block-alert info" role="note">
        ${icon('bot')}
        <div>
          <strong>This is the stand-in, not a model.</strong> It answers from the simple rules below, in the
          model’s own wire format, so that you can see the whole relay without an account. With a real key,
          the real model answers.
        </div>
      </div>
      <h2>Requests</h2>
      ${
        data && calls.length === 0
          ? html`<p class="quiet-note">
              No request yet. Answer a mail in the Inbox, and its assessment appears here.
            </p>`
          : null
      }
      ${calls.map((call) => html`<${Call} key=${call.key} call=${call} />`)}
    </div>
    <aside class="model-rules" aria-label="Rules">
      <h2>The rules it answers by</h2>
      ${(data?.rules ?? []).map((rule) => html`<${Rule} rule=${rule} />`)}
    </aside>
  </main>`
}

function Rule({ rule }: { rule: ShownRule }): VNode {
  return html`<div class="rule">
    <div class="rule-name">${rule.name}</div>
    <div><span class="rule-word">when</span> ${rule.when}</div>
    <div><span class="rule-word">answer</span> ${rule.answer}</div>
  </div>`
}

function Call({ call }: { call: ModelCall }): VNode {
  const [isRaw, setRaw] = useState(false)
  return html`<article class="model-call" aria-label=${call.title}>
    <header>
      <b>${call.title}</b>
      <span class=${call.isFine ? 'badge good' : 'badge bad'}>${call.outcome}</span>
      <time>${moment(call.at, now())}</time>
      <button type="button" class="quiet-button" aria-pressed=${isRaw} onClick=${() => setRaw(!isRaw)}>
        ${isRaw ? 'Readable' : 'Raw payload'}
      </button>
    </header>
    ${
      isRaw
        ? html`<${JsonText} value=${call.raw} />`
        : html`<div class="model-pair">
            <div>
              <div class="model-label">Asked</div>
              ${
                call.instructions
                  ? html`<details>
                      <summary>Instructions</summary>
                      <div class="model-text">${call.instructions}</div>
                    </details>`
                  : null
              }
              <div class="model-text">${call.input}</div>
            </div>
            <div>
              <div class="model-label">Answered</div>
              <${Answer} answer=${call.answer} />
              ${call.reasons.map((reason) => html`<div class="reason">${reason}</div>`)}
            </div>
          </div>`
    }
  </article>`
}

function Answer({ answer }: { answer: unknown }): VNode {
  return typeof answer === 'string'
    ? html`<div class="model-text">${answer}</div>`
    : html`<${JsonText} value=${answer} />`
}
