import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { RichNodes } from './rich-text.ts'
import type { Block, TableCell } from './types.ts'

/** `table` and `data_table`: the first row is the header; a data_table shows `page_size` rows at a time. */
export function TableBlock({ block }: { block: Block }): VNode {
  const [page, setPage] = useState(0)
  const [header = [], ...rows] = block.rows ?? []
  const size = block.type === 'data_table' ? (block.page_size ?? 5) : rows.length
  const pages = Math.max(1, Math.ceil(rows.length / Math.max(1, size)))
  const align = (column: number): string => block.column_settings?.[column]?.align ?? 'left'
  const cells = (row: TableCell[]): VNode[] =>
    row.map((cell, column) => html`<td style=${{ textAlign: align(column) }}><${Cell} cell=${cell} /></td>`)
  return html`<div class="block-table">
    ${block.caption ? html`<div class="caption">${block.caption}</div>` : null}
    <div class="table-scroll">
      <table>
        <thead>
          <tr>
            ${header.map(
              (cell, column) =>
                html`<th scope="col" style=${{ textAlign: align(column) }}><${Cell} cell=${cell} /></th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(page * size, (page + 1) * size).map(
            (row) =>
              html`<tr>
                ${cells(row)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${pages > 1 ? html`<${Pager} page=${page} pages=${pages} turn=${setPage} />` : null}
  </div>`
}

type PagerProps = { page: number; pages: number; turn: (page: number) => void }

function Pager({ page, pages, turn }: PagerProps): VNode {
  return html`<div class="pager">
    <button type="button" class="quiet-button" disabled=${page === 0} onClick=${() => turn(page - 1)}>
      Previous
    </button>
    <span>${page + 1} of ${pages}</span>
    <button type="button" class="quiet-button" disabled=${page >= pages - 1} onClick=${() => turn(page + 1)}>
      Next
    </button>
  </div>`
}

function Cell({ cell }: { cell: TableCell }): VNode {
  return cell.elements ? html`<${RichNodes} nodes=${cell.elements} />` : html`<span>${cell.text ?? ''}</span>`
}
