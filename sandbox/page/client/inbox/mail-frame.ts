import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'

type FrameProps = { id: string; click: (url: string) => void }

/**
 * A mail's HTML in a frame that runs no script and loads nothing from the network. The frame shares our origin
 * (without scripts that gives the mail nothing) so that a press on a link can be told to Postmark as a click.
 */
export function MailFrame({ id, click }: FrameProps): VNode {
  const frame = useRef<HTMLIFrameElement>(null)
  const onLoad = (): void => {
    const page = frame.current?.contentDocument
    if (!page || !frame.current) return
    frame.current.style.height = `${Math.max(240, page.documentElement.scrollHeight + 2)}px`
    page.addEventListener('click', (event) => {
      // Not instanceof: the frame has its own Element.
      const path = event.composedPath().find((node) => 'href' in node && typeof node.href === 'string')
      if (!path || !('href' in path)) return
      event.preventDefault()
      click(String(path.href))
    })
  }
  return html`<iframe
    ref=${frame}
    class="mail-frame"
    title="Mail"
    sandbox="allow-same-origin"
    src=${`/api/inbox/html?id=${encodeURIComponent(id)}`}
    onLoad=${onLoad}
  ></iframe>`
}
