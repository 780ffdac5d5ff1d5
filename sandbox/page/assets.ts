import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Asset = { type: string; body: Buffer | string }

const here = fileURLToPath(new URL('.', import.meta.url))
const sandbox = join(here, '..')

/** Modules of the browser's import map, and the package files they come from. */
const modules: Record<string, string> = {
  preact: 'preact',
  'preact/hooks': 'preact/hooks',
  htm: 'htm',
  'htm/preact': 'htm/preact',
}

/** Colour emoji, because a machine without a desktop has none. Twemoji's drawings are CC BY 4.0. */
const emojiFont = fileURLToPath(import.meta.resolve('twemoji-colr-font/twemoji.woff2'))

const importMap = JSON.stringify({
  imports: Object.fromEntries(Object.keys(modules).map((name) => [name, `/vendor/${name}.js`])),
})

/** The policy of the page itself: own scripts and styles, the one inline import map by its hash, nothing else. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  'img-src * data:',
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const stripped = new Map<string, string>()

/** The file behind a path of the page, or null. TypeScript comes with its types taken out. */
export async function readAsset(path: string): Promise<Asset | null> {
  if (path === '/') return { type: 'text/html; charset=utf-8', body: await indexPage() }
  const vendor = /^\/vendor\/(.+)\.js$/.exec(path)?.[1]
  if (vendor !== undefined) return readVendor(vendor)
  if (path === '/vendor/twemoji.woff2') return { type: 'font/woff2', body: await readFile(emojiFont) }
  return readOwn(path)
}

async function indexPage(): Promise<string> {
  const page = await readFile(join(here, 'index.html'), 'utf8')
  return page.replace(/\s*IMPORT_MAP\s*/, importMap)
}

async function readVendor(name: string): Promise<Asset | null> {
  const specifier = modules[name]
  if (specifier === undefined) return null
  const file = fileURLToPath(import.meta.resolve(specifier))
  return { type: 'text/javascript; charset=utf-8', body: await readFile(file) }
}

const types: Record<string, string> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** Only what a browser is meant to run: the client, its styles, and the few plain modules it shares with the stand-in. */
const open = ['page/client/', 'page/styles/', 'slack/json.ts']

async function readOwn(path: string): Promise<Asset | null> {
  const relative = normalize(path.slice(1)).replaceAll(sep, '/')
  const type = types[extname(relative)]
  if (type === undefined || !open.some((prefix) => relative.startsWith(prefix))) return null
  const source = await readFile(join(sandbox, relative), 'utf8').catch(() => null)
  if (source === null) return null
  return { type, body: relative.endsWith('.ts') ? strip(source) : source }
}

function strip(source: string): string {
  const known = stripped.get(source)
  if (known !== undefined) return known
  const script = stripTypeScriptTypes(source)
  stripped.set(source, script)
  return script
}
