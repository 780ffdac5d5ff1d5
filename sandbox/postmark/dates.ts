const hourMs = 3_600_000
let cached = { hour: -1, offsetMs: 0 }

const eastern = new Intl.DateTimeFormat('en-US', { timeZone: 'America/New_York', timeZoneName: 'longOffset' })

/** Postmark's own clock is US Eastern time; the offset is worked out once per hour, as it is slow to ask. */
const easternOffset = (at: number): number => {
  const hour = Math.floor(at / hourMs)
  if (hour !== cached.hour) {
    const name = eastern.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT-05:00'
    cached = { hour, offsetMs: -Number(name.slice(4, 6)) * hourMs }
  }
  return cached.offsetMs
}

/** `2026-11-05T16:33:54.9070000Z`: UTC with seven fraction digits, as in webhooks. */
export const utcSeven = (at: number): string => `${new Date(at).toISOString().slice(0, -1)}0000Z`

/** `2026-11-05T16:33:54Z`, as in SubscriptionChange. */
export const utcSeconds = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** `2026-11-05T11:33:54.907` in Eastern time: what `fromdate` and `todate` are compared with. */
export const easternLocal = (at: number): string =>
  new Date(at + easternOffset(at)).toISOString().slice(0, -1)

/** `2026-11-05T11:33:54.9070000-05:00`: SubmittedAt and ReceivedAt. */
export const easternSeven = (at: number): string => {
  const hours = String(-easternOffset(at) / hourMs).padStart(2, '0')
  return `${easternLocal(at)}0000-${hours}:00`
}

/** `Thu, 5 Nov 2026 16:33:54 +0000`: the Date of a mail. */
export const mailDate = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000')
