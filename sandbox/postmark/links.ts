import { receivedBodies, unsubscribeUrl } from './mail-view.ts'
import type { StoredMail } from './records.ts'
import type { MailLink } from './types.ts'
import type { World } from './world.ts'

/** A link and the body it was found in. */
export type PlacedLink = MailLink & { readonly location: 'HTML' | 'Text' }

type Found = { readonly url: string; readonly text: string; readonly location: 'HTML' | 'Text' }

const decoded = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

const anchors = /<a\s[^>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>([\s\S]*?)<\/a>/gi
const urls = /https?:\/\/[^\s<>"')\]]+/g

const inHtml = (html: string): Found[] =>
  [...html.matchAll(anchors)].map(([, double, single, label]) => ({
    url: decoded(double ?? single ?? '').trim(),
    text: decoded((label ?? '').replaceAll(/<[^>]*>/g, '')).trim(),
    location: 'HTML',
  }))

const inText = (text: string): Found[] =>
  [...text.matchAll(urls)].map(([match]) => {
    const url = match.replace(/[.,;:!?]+$/, '')
    return { url, text: url, location: 'Text' }
  })

const trackedLocations: Readonly<Record<string, readonly string[]>> = {
  HtmlAndText: ['HTML', 'Text'],
  HtmlOnly: ['HTML'],
  TextOnly: ['Text'],
}

/** The links of a mail as received, those of the HTML first, each once. */
export const linksOf = (world: World, mail: StoredMail): PlacedLink[] => {
  const { html, text } = receivedBodies(world, mail)
  const own = unsubscribeUrl(world, mail)
  const locations = trackedLocations[mail.trackLinks] ?? []
  const byUrl = new Map<string, PlacedLink>()
  for (const link of [...inHtml(html), ...inText(text)]) {
    if (link.url === '' || byUrl.has(link.url)) continue
    const isWeb = /^https?:/i.test(link.url) && link.url !== own
    byUrl.set(link.url, { ...link, tracked: isWeb && locations.includes(link.location) })
  }
  return [...byUrl.values()]
}
