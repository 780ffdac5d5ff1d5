import { html, render } from 'htm/preact'
import { App } from './app.ts'
import { isScreenshot } from './parts/now.ts'
import { openStream } from './parts/live.ts'

const root = document.querySelector<HTMLElement>('#page')
if (isScreenshot) document.documentElement.classList.add('screenshot')
if (root) render(html`<${App} />`, root)
openStream()
