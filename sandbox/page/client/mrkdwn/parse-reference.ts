/** What stands between `<` and `>` in mrkdwn. */
export type Reference =
  | { kind: 'user'; id: string }
  | { kind: 'channel'; id: string }
  | { kind: 'group'; label: string }
  | { kind: 'broadcast'; range: string }
  | { kind: 'date'; seconds: number; format: string; url: string | null; fallback: string }
  | { kind: 'link'; url: string; text: string }

/** Reads the inside of a `<…>` in mrkdwn; entities are already decoded. */
export function parseReference(inside: string): Reference {
  const bar = inside.indexOf('|')
  const target = bar < 0 ? inside : inside.slice(0, bar)
  const label = bar < 0 ? '' : inside.slice(bar + 1)
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1) }
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1) }
  if (target.startsWith('!')) return command(target.slice(1), label)
  return { kind: 'link', url: target, text: label || target.replace(/^mailto:/, '') }
}

function command(target: string, label: string): Reference {
  const [name = '', first = '', second = '', url = ''] = target.split('^')
  if (name === 'date') {
    return { kind: 'date', seconds: Number(first), format: second, url: url || null, fallback: label }
  }
  if (name === 'subteam') return { kind: 'group', label: label || '@group' }
  return { kind: 'broadcast', range: name }
}
