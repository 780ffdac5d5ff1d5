import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { editNow } from '../parts/edits.ts'
import { icon } from '../parts/icons.ts'
import { objectsAt, stringAt } from '../../../slack/json.ts'
import type { JsonObject } from '../../../slack/json.ts'
import { readFiles } from '../parts/read-files.ts'
import { useLabel } from './label.ts'
import { useSurface, valueOf } from './surface.ts'
import { chosenFiles } from '../parts/input.ts'
import type { ElementProps } from './types.ts'

/** A drop zone, and the files that are in it, each with a × that takes it out again. */
export function FileInput({ element, blockId }: ElementProps): VNode {
  const surface = useSurface()
  const label = useLabel()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const actionId = element.action_id ?? ''
  const files = objectsAt(valueOf(surface, blockId, actionId), 'files')
  const take = async (list: FileList | null | undefined): Promise<void> => {
    if (!list || list.length === 0) return
    const read = await readFiles(list)
    const result = await editNow(surface.act({ kind: 'upload', actionId, blockId, files: read }))
    setTrouble(troubleOf(result))
    if (input.current) input.current.value = ''
  }
  const takeOut = async (file: JsonObject): Promise<void> => {
    const act = { kind: 'remove-file', actionId, blockId, file: stringAt(file, 'id') } as const
    setTrouble(troubleOf(await editNow(surface.act(act))))
  }
  const onDrop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer?.files)
  }
  const over = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(isOver)
  }
  return html`<div
    class=${isOver ? 'file-drop over' : 'file-drop'}
    onDragOver=${over(true)}
    onDragLeave=${over(false)}
    onDrop=${onDrop}
  >
    <div class="file-prompt">
      <button type="button" class="button" onClick=${() => input.current?.click()}>
        ${icon('upload')} Upload file
      </button>
      <span>or drop ${(element.max_files ?? 10) === 1 ? 'a file' : 'files'} here</span>
    </div>
    <input
      ref=${input}
      type="file"
      class="visually-hidden"
      tabindex="-1"
      aria-label=${label || 'Upload file'}
      multiple=${(element.max_files ?? 10) > 1}
      accept=${(element.filetypes ?? []).map((type) => `.${type}`).join(',')}
      onChange=${(event: Event) => void take(chosenFiles(event))}
    />
    ${files.map((file) => fileRow(file, () => void takeOut(file)))}
    ${trouble ? html`<div class="field-error" role="alert">${trouble}</div>` : null}
  </div>`
}

function fileRow(file: JsonObject, takeOut: () => void): VNode {
  const name = stringAt(file, 'name')
  return html`<div class="file-row">
    ${icon('file')} <span class="file-name">${name}</span>
    <button
      type="button"
      class="icon-button"
      aria-label=${`Remove ${name}`}
      title="Remove"
      onClick=${takeOut}
    >
      ${icon('close')}
    </button>
  </div>`
}

function troubleOf(result: { kind: string; notice?: string; message?: string }): string | null {
  if (result.kind === 'trouble') return result.message ?? 'The file could not be uploaded.'
  return result.kind === 'refused' || result.kind === 'failed' ? (result.notice ?? null) : null
}
