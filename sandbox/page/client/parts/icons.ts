import { html } from 'htm/preact'
import type { VNode } from 'preact'

/* Line icons on a 20 × 20 grid, drawn with the text's colour. */
const paths: Record<string, string> = {
  hash: 'M8 3 6 17M14 3l-2 14M4 7.5h13M3 12.5h13',
  lock: 'M5.5 9h9v7.5h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  plus: 'M10 4v12M4 10h12',
  send: 'M3.5 10 3 4l14 6-14 6 .5-6zm0 0H10',
  close: 'M5 5l10 10M15 5 5 15',
  'chevron-down': 'M5.5 8l4.5 4.5L14.5 8',
  'chevron-right': 'M8 5.5l4.5 4.5L8 14.5',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  smile:
    'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM7.3 8.3h.01M12.7 8.3h.01M6.8 11.8c1.6 2.4 4.8 2.4 6.4 0',
  thread: 'M3.5 4.5h13v9H9l-3.5 3v-3h-2zM6.5 8h7M6.5 10.5h4',
  code: 'M7 6 3 10l4 4M13 6l4 4-4 4',
  link: 'M8.5 11.5a3 3 0 0 0 4.2 0l2.8-2.8a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-2.8 2.8a3 3 0 0 0 4.2 4.2l1-1',
  trash: 'M4 5.5h12M8 5.5V4h4v1.5M5.5 5.5l.7 11h7.6l.7-11',
  info: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 9v4.5M10 6.3h.01',
  warning: 'M10 3.2 2.5 16.5h15zM10 8v4M10 14.2h.01',
  check: 'M4 10.5l4 4 8-9',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  clock: 'M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 6v4l3 2',
  upload: 'M10 13V4M6.5 7.5 10 4l3.5 3.5M4 13v3.5h12V13',
  file: 'M5 3h6.5L15 6.5V17H5zM11.5 3v3.5H15',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4',
  columns: 'M3 4h14v12H3zM10 4v12',
  home: 'M3.5 9.5 10 4l6.5 5.5M5.5 8.5v8h9v-8',
  reply: 'M8 5 3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1.5',
  at: 'M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zm0-3v4.2c0 2.4 4 2.4 4-1.2a7 7 0 1 0-3 5.7',
  bolt: 'M11 2.5 4.5 11.5H9l-.5 6L15.5 8H11z',
  mail: 'M3 5h14v10.5H3zM3 5.5l7 5.5 7-5.5',
  bell: 'M5 14V9.5a5 5 0 0 1 10 0V14l1.5 1h-13zM8.5 17.2h3',
  bot: 'M4 8h12v8H4zM10 8V4.5M10 4.2h.01M7.5 11.5h.01M12.5 11.5h.01M8 14h4',
}

/** An icon; always beside words or inside a control that has an accessible name. */
export function icon(name: string): VNode {
  const width = name === 'more' ? 2.6 : 1.6
  return html`<svg
    class="icon"
    viewBox="0 0 20 20"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width=${width}
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d=${paths[name] ?? ''} />
  </svg>`
}
