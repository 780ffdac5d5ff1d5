import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { Blocks } from '../blocks/render.ts'
import { Mrkdwn } from '../mrkdwn/render.ts'
import { asBlocks } from '../blocks/types.ts'
import { icon } from '../parts/icons.ts'
import { objectsAt, stringAt } from '../../../slack/json.ts'
import { useOrigin } from '../parts/origin.ts'
import type { FileView } from '../../../slack/snapshot-types.ts'
import type { JsonObject } from '../../../slack/json.ts'

/** Secondary attachments: a coloured bar beside blocks, or beside the older title-text-fields form. */
export function Attachments({ attachments }: { attachments: JsonObject[] }): VNode {
  return html`<div class="attachments">
    ${attachments.map((attachment) => {
      const colour = stringAt(attachment, 'color')
      const style = colour ? { borderColor: colour.startsWith('#') ? colour : `#${colour}` } : {}
      return html`<div class="attachment" style=${style}><${AttachmentBody} attachment=${attachment} /></div>`
    })}
  </div>`
}

function AttachmentBody({ attachment }: { attachment: JsonObject }): VNode {
  const blocks = objectsAt(attachment, 'blocks')
  if (blocks.length > 0) return html`<${Blocks} blocks=${asBlocks(blocks)} />`
  const line = (key: string, kind: string): VNode | null =>
    stringAt(attachment, key)
      ? html`<div class=${kind}><${Mrkdwn} text=${stringAt(attachment, key)} /></div>`
      : null
  return html`<div>
    ${line('pretext', '')} ${line('author_name', 'card-subtitle')} ${line('title', 'card-title')}
    ${line('text', '')}
    <div class="fields">
      ${objectsAt(attachment, 'fields').map(
        (field) =>
          html`<div class="field">
            <strong>${stringAt(field, 'title')}</strong>
            <${Mrkdwn} text=${stringAt(field, 'value')} />
          </div>`,
      )}
    </div>
    ${line('footer', 'card-subtitle')}
  </div>`
}

/** Files shared with a message. */
export function Files({ files }: { files: FileView[] }): VNode | null {
  const origin = useOrigin()
  if (files.length === 0) return null
  return html`<div class="files">
    ${files.map(
      (file) =>
        html`<a class="file-card" href=${origin + file.pagePath} target="_blank" rel="noreferrer">
          <span class="file-icon">${icon('file')}</span>
          <span class="file-words">
            <span class="card-title">${file.title || file.name}</span>
            <span class="card-subtitle">${file.filetype.toUpperCase()} · ${sizeText(file.size)}</span>
          </span>
        </a>`,
    )}
  </div>`
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
