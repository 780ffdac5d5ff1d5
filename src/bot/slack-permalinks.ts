import type { WebClient } from '@slack/web-api'

/** Something that has a card, or will have one. */
type Carded = { channelId: string; cardTs: string | null }

/** Adds to each the address of its card; null where there is none or Slack does not find it. */
export function withLinks<Item extends Carded>(
  client: WebClient,
  items: readonly Item[],
): Promise<(Item & { link: string | null })[]> {
  return Promise.all(items.map(async (item) => ({ ...item, link: await linkTo(client, item) })))
}

async function linkTo(client: WebClient, { channelId, cardTs }: Carded): Promise<string | null> {
  if (cardTs === null) return null
  try {
    const found = await client.chat.getPermalink({ channel: channelId, message_ts: cardTs })
    return found.permalink ?? null
  } catch {
    // A list without a link is worth more than no list: the card may have been deleted, or Slack be busy.
    return null
  }
}
