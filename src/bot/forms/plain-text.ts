const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/**
 * What a person typed in Slack, as plain text: Slack writes mentions and links in angle brackets and escapes & < >
 * (docs.slack.dev/messaging/formatting-message-text, "Retrieving messages").
 */
export function plainText(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<([^<>]*)>/g, (_, reference: string) => readable(reference))
    .replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    .trim()
}

/** `https://a.example|a.example` → `a.example (https://a.example)`; `@U1|Ada` → `@Ada`; `#C1|sales` → `#sales`. */
function readable(reference: string): string {
  const bar = reference.indexOf('|')
  const target = bar === -1 ? reference : reference.slice(0, bar)
  const label = bar === -1 ? '' : reference.slice(bar + 1)
  if (target.startsWith('@') || target.startsWith('#')) return target.charAt(0) + (label || target.slice(1))
  if (target.startsWith('!')) return label || `@${target.slice(1)}`
  return readableLink(target, label)
}

function readableLink(target: string, label: string): string {
  const address = target.replace(/^(?:mailto|tel):/, '')
  const bare = (text: string) => text.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return label === '' || bare(label) === bare(address) ? address : `${label} (${address})`
}
