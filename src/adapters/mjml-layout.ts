import { readFile } from 'node:fs/promises'

/** A layout as HTML, parted where the body goes. Its own Liquid is still in it. */
export type Layout = { before: string; after: string }

const bodyPlace = '{{ body }}'
const unsubscribePlace = '{{ unsubscribe_url }}'

/** Reads a layout's MJML. */
export async function readLayout(path: string): Promise<string> {
  return readFile(path, 'utf8')
}

/**
 * Compiles a layout. MJML 5 tells mistakes in `errors` and compiles on, so they are raised here; its web fonts are off,
 * because mail that fetches them tells a third party who reads it.
 */
export async function compileLayout(mjml: string): Promise<Layout> {
  // Loaded here because it takes 60 MB: a process that only sends does without.
  const { default: mjml2html } = await import('mjml')
  const { html, errors } = await mjml2html(mjml, { validationLevel: 'soft', fonts: {}, ignoreIncludes: true })
  if (errors.length > 0) {
    throw new Error(`The layout is not valid MJML: ${errors.map((each) => each.formattedMessage).join(' ')}`)
  }
  const [before, after, ...more] = html.split(bodyPlace)
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The layout must contain ${bodyPlace} exactly once.`)
  }
  if (!`${before}${after}`.includes(unsubscribePlace)) {
    throw new Error(`The layout must contain ${unsubscribePlace}: every campaign mail can be left.`)
  }
  return { before, after }
}
