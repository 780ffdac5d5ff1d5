import { unsubscribeByPostmark } from './bounce-events.ts'
import { note } from './events.ts'
import { linksOf } from './links.ts'
import { receivedHeaders } from './mail-view.ts'
import type { StoredMail } from './records.ts'
import type { Happening } from './types.ts'
import type { World } from './world.ts'

const timeoutMs = 10_000

const headerOf = (world: World, mail: StoredMail, name: string): string =>
  receivedHeaders(world, mail).find(({ Name }) => Name.toLowerCase() === name)?.Value ?? ''

const postForm = async (url: string, body: string): Promise<number> => {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    // RFC 8058: a mailbox provider does not follow redirects.
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  })
  await response.arrayBuffer()
  return response.status
}

const attribute = (tag: string, name: string): string =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&') ?? ''

/** Presses the button of the first form that posts, as a person would; null when there is none. */
const pressButton = async (html: string, pageUrl: string): Promise<number | null> => {
  const [form, inside] = /<form\b[^>]*method\s*=\s*["']?post[^>]*>([\s\S]*?)<\/form>/i.exec(html) ?? []
  if (form === undefined || inside === undefined) return null
  const fields = new URLSearchParams()
  for (const [tag] of inside.matchAll(/<(?:input|button)\b[^>]*>/gi)) {
    const name = attribute(tag, 'name')
    if (name !== '') fields.append(name, attribute(tag, 'value'))
  }
  const action = attribute(form.slice(0, form.indexOf('>')), 'action')
  return postForm(new URL(action, pageUrl).href, fields.toString())
}

const followLink = async (world: World, mail: StoredMail): Promise<string> => {
  const link = linksOf(world, mail).find(({ url, text }) => /unsubscribe/i.test(`${url} ${text}`))
  if (link === undefined) throw new Error('This mail offers no way to unsubscribe.')
  const page = await fetch(link.url, { signal: AbortSignal.timeout(timeoutMs) })
  const pressed = await pressButton(await page.text(), page.url)
  const button = pressed === null ? 'no button there' : `its button answered ${pressed}`
  return `The page ${link.url} answered ${page.status}; ${button}.`
}

/** What the recipient's mail program does when "Unsubscribe" is pressed in it. */
export const leave = async (world: World, mail: StoredMail): Promise<Happening> => {
  if (world.streams.get(mail.stream)?.unsubscribe === 'Postmark') return unsubscribeByPostmark(world, mail)
  const url = /<(https?:[^<>]+)>/i.exec(headerOf(world, mail, 'list-unsubscribe'))?.[1]
  const oneClick = 'List-Unsubscribe=One-Click'
  const done =
    url !== undefined && headerOf(world, mail, 'list-unsubscribe-post') === oneClick
      ? `The one-click POST to ${url} answered ${await postForm(url, oneClick)}.`
      : await followLink(world, mail)
  note(world, mail, { kind: 'unsubscribed', detail: 'sender' })
  return { webhooks: [], note: done }
}
