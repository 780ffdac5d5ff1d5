import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Blocks } from '../blocks/render.ts'
import { SurfaceContext } from '../blocks/surface.ts'
import { asBlocks } from '../blocks/types.ts'
import { finishEdits } from '../parts/edits.ts'
import { icon } from '../parts/icons.ts'
import type { ModalLayer, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from '../workspace/pane-acts.ts'
import type { Surface } from '../blocks/types.ts'

type ModalProps = { layer: ModalLayer; snapshot: Snapshot; acts: PaneActs; isTop: boolean; depth: number }

export function ModalView({ layer, snapshot, acts, isTop, depth }: ModalProps): VNode {
  const box = useRef<HTMLDivElement>(null)
  const close = (what: 'top' | 'all'): void => void acts.act({ kind: 'close', what })
  const submit = async (): Promise<void> => {
    await finishEdits()
    await acts.act({ kind: 'submit' })
  }
  // Layout effects, here and wherever a part listens or takes the focus: others run only once the browser has drawn,
  // and what somebody quick presses before that is lost.
  useLayoutEffect(
    () => (isTop ? onEscape(box.current, () => close('top')) : undefined),
    [isTop, layer.viewId],
  )
  useLayoutEffect(() => focusFirst(box.current, isTop), [layer.viewId, isTop])
  useLayoutEffect(() => scrollToError(box.current), [layer.errors.length])
  const surface: Surface = {
    where: 'modal',
    state: layer.state,
    errors: layer.errors,
    isPending: (actionId) =>
      snapshot.pending.some(({ place }) => place?.viewId === layer.viewId && place.actionId === actionId),
    act: acts.act,
  }
  const style = { '--depth': depth }
  return html`<div class=${isTop ? 'modal-backdrop' : 'modal-backdrop under'} inert=${!isTop}>
    <div ref=${box} class="modal" role="dialog" aria-modal="true" aria-label=${layer.title} style=${style}>
      <header class="modal-head">
        <span class="app-badge" aria-hidden="true">${snapshot.app.name.slice(0, 1)}</span>
        <h2>${layer.title}</h2>
        <button type="button" class="icon-button" aria-label="Close dialog" onClick=${() => close('all')}>
          ${icon('close')}
        </button>
      </header>
      <form class="modal-body" onSubmit=${(event: Event) => (event.preventDefault(), void submit())}>
        <${SurfaceContext.Provider} value=${surface}><${Blocks} blocks=${asBlocks(layer.blocks)} /><//>
        <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
      </form>
      <${ModalFoot} layer=${layer} close=${() => close('top')} submit=${submit} />
    </div>
  </div>`
}

type FootProps = { layer: ModalLayer; close: () => void; submit: () => Promise<void> }

function ModalFoot({ layer, close, submit }: FootProps): VNode {
  return html`<footer class="modal-foot">
    ${layer.trouble ? html`<div class="modal-trouble" role="alert">${icon('warning')} ${layer.trouble}</div>` : null}
    <div class="modal-buttons">
      <button type="button" class="button" onClick=${close}>${layer.close}</button>
      ${
        layer.submit
          ? html`<button
              type="button"
              class=${layer.submitting ? 'button primary pending' : 'button primary'}
              disabled=${layer.submitting}
              aria-busy=${layer.submitting}
              onClick=${() => void submit()}
            >
              ${layer.submit}${layer.submitting ? html`<span class="spinner" aria-hidden="true"></span>` : null}
            </button>`
          : null
      }
    </div>
  </footer>`
}

// In two panes each person has their own modal: Escape belongs to the pane that holds the focus, or the only modal.
function onEscape(box: HTMLElement | null, close: () => void): () => void {
  const listen = (event: KeyboardEvent): void => {
    const isOurs = box?.contains(document.activeElement) || document.querySelectorAll('.modal').length === 1
    if (event.key === 'Escape' && isOurs) close()
  }
  document.addEventListener('keydown', listen)
  return () => document.removeEventListener('keydown', listen)
}

function focusFirst(box: HTMLElement | null, isTop: boolean): void {
  if (!isTop || box?.contains(document.activeElement)) return
  const first = box?.querySelector<HTMLElement>('.block-input input:not([type=file]), .block-input textarea')
  const target = first ?? box?.querySelector<HTMLElement>('.modal-foot .button:last-child')
  target?.focus({ preventScroll: true })
}

function scrollToError(box: HTMLElement | null): void {
  box?.querySelector('.has-error')?.scrollIntoView({ block: 'nearest' })
}
