import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { icon } from '../parts/icons.ts'
import { textOf } from './types.ts'
import { useDirectory } from '../parts/directory.ts'
import { useSurface } from './surface.ts'
import { typedText } from '../parts/input.ts'
import type { Choice } from './selected.ts'
import type { Directory } from '../parts/directory.ts'
import type { Element, Option, Surface } from './types.ts'

type ListProps = { element: Element; blockId: string; held: Choice[]; choose: (choice: Choice) => void }
type Row = Choice & { detail: string; group: string }

/** The open list of a select: a search box over rows, in groups where the app made groups. */
export function SelectList({ element, blockId, held, choose }: ListProps): VNode {
  const [query, setQuery] = useState('')
  const rows = useRows(element, blockId, query)
  const minimum = element.min_query_length ?? 3
  const isWaitingForWords = element.type.includes('external') && query.length < minimum
  return html`<div class="select-list">
    <div class="select-search">
      ${icon('search')}
      <input
        type="text"
        placeholder="Search"
        aria-label="Search options"
        value=${query}
        onInput=${(event: InputEvent) => setQuery(typedText(event))}
        onKeyDown=${(event: KeyboardEvent) => {
          const first = rows?.[0]
          if (event.key === 'Enter' && first) choose(first)
          if (event.key === 'Enter') event.preventDefault()
        }}
      />
    </div>
    <div role="listbox" aria-label="Options" class="select-rows">
      ${
        isWaitingForWords
          ? html`<div class="select-note">
              Type at least ${minimum === 1 ? 'one character' : `${minimum} characters`}
            </div>`
          : rows === null
            ? html`<div class="select-note"><span class="spinner"></span> Loading…</div>`
            : html`<${Rows} rows=${rows} held=${held} choose=${choose} />`
      }
    </div>
  </div>`
}

function Rows({ rows, held, choose }: { rows: Row[] } & Pick<ListProps, 'held' | 'choose'>): VNode {
  if (rows.length === 0) return html`<div class="select-note">No results</div>`
  return html`<div>
    ${rows.map((row, index) => {
      const isHeld = held.some((choice) => choice.value === row.value)
      const startsGroup = row.group !== '' && row.group !== rows[index - 1]?.group
      return html`<div key=${row.value}>
        ${startsGroup ? html`<div class="select-group">${row.group}</div>` : null}
        <button
          type="button"
          role="option"
          class="select-row"
          aria-selected=${isHeld}
          onClick=${() => choose(row)}
        >
          <span class="select-row-text">
            ${row.label}${row.detail ? html`<span class="choice-description">${row.detail}</span>` : null}
          </span>
          ${isHeld ? icon('check') : null}
        </button>
      </div>`
    })}
  </div>`
}

function useRows(element: Element, blockId: string, query: string): Row[] | null {
  const directory = useDirectory()
  const surface = useSurface()
  const [offered, setOffered] = useState<Row[] | null>(null)
  const isExternal = element.type.includes('external')
  useLayoutEffect(() => {
    if (!isExternal || query.length < (element.min_query_length ?? 3)) return undefined
    setOffered(null)
    let isCurrent = true
    const timer = setTimeout(async () => {
      const rows = await askApp({ surface, blockId, actionId: element.action_id ?? '', query })
      if (isCurrent) setOffered(rows)
    }, 150)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [query, isExternal])
  if (isExternal) return offered
  const wanted = query.toLowerCase()
  return localRows(element, directory).filter((row) => row.label.toLowerCase().includes(wanted))
}

type Ask = { surface: Surface; blockId: string; actionId: string; query: string }

async function askApp({ surface, ...ask }: Ask): Promise<Row[]> {
  const result = await surface.act({ kind: 'suggest', where: surface.where, ...ask })
  if (result.kind !== 'suggestions') return []
  return result.suggestions.map(({ text, value, group }) => ({
    label: text,
    value,
    detail: '',
    group: group ?? '',
  }))
}

function localRows(element: Element, directory: Directory): Row[] {
  if (element.type.includes('users')) {
    return directory.people.map(({ id, name, detail }) => ({ value: id, label: name, detail, group: '' }))
  }
  if (element.type.includes('channels') || element.type.includes('conversations')) {
    return directory.channels.map(({ id, name }) => ({ value: id, label: `#${name}`, detail: '', group: '' }))
  }
  const grouped = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((option) => toRow(option, textOf(group.label))),
  )
  return [...(element.options ?? []).map((option) => toRow(option, '')), ...grouped]
}

function toRow(option: Option, group: string): Row {
  return { value: option.value ?? '', label: textOf(option.text), detail: textOf(option.description), group }
}
