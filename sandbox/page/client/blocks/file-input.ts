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

type Files = {
  files: JsonObject[]
  trouble: string | null
  take: (list: FileList | null | undefined) => Promise<void>
  takeOut: (file: JsonObject) => Promise<void>
}

/** What is in the field, and what puts files in and takes them out. */
function useFiles({ element, blockId }: ElementProps): Files {
  const surface = useSurface()
  const [trouble, setTrouble] = useState<string | null>(null)
  const actionId = element.action_id ?? ''
  return {
    files: objectsAt(valueOf(surface, blockId, actionId), 'files'),
    trouble,
    take: async (list) => {
      if (!list || list.length === 0) return
      const files = await readFiles(list)
      setTrouble(troubleOf(await editNow(surface.act({ kind: 'upload', actionId, blockId, files }))))
    },
    takeOut: async (file) => {
      const act = { kind: 'remove-file', actionId, blockId, file: stringAt(file, 'id') } as const
      setTrouble(troubleOf(await editNow(surface.act(act))))
    },
  }
}

/** A drop zone, and the files that are in it, each with a × that takes it out again. */
export function FileInput({ element, blockId }: ElementProps): VNode {
  const label = useLabel()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const { files, trouble, take, takeOut } = useFiles({ element, blockId })
  const onChange = async (event: Event): Promise<void> => {
    await take(chosenFiles(event))
    // Browsers tell of a change only when another file is chosen: the same one, mended, must count as one.
    if (input.current) input.current.value = ''
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
      onChange=${(event: Event) => void onChange(event)}
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
