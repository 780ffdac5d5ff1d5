import { elementsOf, wordsOf } from '../blocks.ts'
import { isObject, stringAt } from '../json.ts'
import type { Where } from '../person-types.ts'
import { sendAction } from './act.ts'
import type { Actor } from './actor.ts'
import { placeLabel, placesAt, spoken } from './places.ts'
import type { Place } from './places.ts'

/** The address behind a link or a link button. A link button also tells the app that it was pressed. */
export async function followLink(actor: Actor, where: Where, text: string): Promise<{ url: string }> {
  const visible = new Set<string>()
  let label = 'there'
  for (const place of placesAt(actor, where)) {
    const ref = elementsOf(place.blocks).find(
      ({ words, element }) => spoken(words) === spoken(text) && typeof element['url'] === 'string',
    )
    if (ref) {
      const { url, value } = ref.element
      await sendAction(actor, { place, ref }, { text: ref.element['text'], url, ...(value ? { value } : {}) })
      return { url: String(url) }
    }
    const links = linksIn(place)
    const url = links.get(text)
    if (url !== undefined) return { url }
    label = placeLabel(actor.world, place)
    for (const words of links.keys()) visible.add(words)
  }
  throw new Error(`No link '${text}' in ${label}; visible links: ${[...visible].join(', ') || 'none'}`)
}

/** Links by the words on them: `<url|words>` in mrkdwn, link elements in rich text. */
function linksIn({ blocks, spot }: Place): Map<string, string> {
  const links = new Map<string, string>()
  const texts = [...wordsOf(blocks), spot.kind === 'message' ? spot.message.text : '']
  for (const text of texts) {
    for (const [, url = '', words = url] of text.matchAll(/<((?:https?|mailto):[^|>]+)(?:\|([^>]+))?>/g)) {
      links.set(words, url.replaceAll('&amp;', '&'))
    }
  }
  collectRichLinks(blocks, links)
  return links
}

function collectRichLinks(value: unknown, links: Map<string, string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectRichLinks(item, links)
  } else if (isObject(value)) {
    const url = stringAt(value, 'url')
    if (value['type'] === 'link' && url !== '') links.set(stringAt(value, 'text') || url, url)
    for (const child of Object.values(value)) collectRichLinks(child, links)
  }
}
