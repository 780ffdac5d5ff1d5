import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { typedText } from '../parts/input.ts'

const samples = ['Yes, please call me tomorrow – what does it cost?', 'Not interested', 'Who is this?']

type ReplyProps = { to: string; send: (text: string) => unknown }

/** A recipient's answer: free text, or one of three that show different paths. */
export function ReplyBox({ to, send }: ReplyProps): VNode {
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  useLayoutEffect(() => area.current?.focus(), [])
  const submit = (): void => {
    if (text.trim() !== '') send(text)
  }
  return html`<div class="reply-box">
    <div class="dim">Reply to ${to}</div>
    <textarea
      rows="3"
      aria-label="Reply"
      placeholder="Write as the recipient…"
      value=${text}
      ref=${area}
      onInput=${(event: InputEvent) => setText(typedText(event))}
      onKeyDown=${(event: KeyboardEvent) => event.key === 'Enter' && (event.metaKey || event.ctrlKey) && submit()}
    ></textarea>
    <div class="samples" aria-label="Sample answers">
      ${samples.map(
        (sample) =>
          html`<button type="button" class="sample" onClick=${() => setText(sample)}>${sample}</button>`,
      )}
    </div>
    <button type="button" class="button primary" disabled=${text.trim() === ''} onClick=${submit}>
      Send reply
    </button>
  </div>`
}
