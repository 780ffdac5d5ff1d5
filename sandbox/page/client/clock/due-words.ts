import type { Foreseen } from '../../clock-view.ts'

/** "Tue 1 Dec, 09:00" on the clock of whoever looks at the page. */
export function dayAndTime(ms: number): string {
  const at = new Date(ms)
  const day = at
    .toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    .replace(',', '')
  return `${day}, ${at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}`
}

/** "UTC", "CET", "GMT-3": the zone of that clock at that moment. */
function zoneAt(ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(ms)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** "Tue 1 Dec, 09:00 CET": where nothing near it says whose clock that is. */
export const momentInZone = (ms: number): string => `${dayAndTime(ms)} ${zoneAt(ms)}`

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** "2 days 14 hours": the two largest parts; "less than a minute" below that. */
export function span(ms: number): string {
  let left = Math.round(ms / 60_000) * 60_000
  const parts: string[] = []
  for (const [name, size] of units) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`)
  }
  return parts.slice(0, 2).join(' ') || 'less than a minute'
}

/** What something foreseen is, in words. */
export function dueWords({ kind, campaign, step, people }: Foreseen): string {
  switch (kind) {
    case 'step':
      return `Step ${step ?? ''} of “${campaign}” for ${counted(people, 'person', 'people')}`
    case 'pause':
      return `${counted(people, 'person goes', 'people go')} on in “${campaign}” after a pause`
    case 'start':
      return `“${campaign}” starts, for ${counted(people, 'person', 'people')}`
    case 'ask': {
      const mails = campaign === '' ? counted(people, 'letter', 'letters') : counted(people, 'mail', 'mails')
      const whose = campaign === '' ? 'to leads' : `of “${campaign}”`
      return `Baton asks Postmark about ${mails} ${whose} that it never confirmed`
    }
  }
}

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`
