import type { SendLimits } from './plan.ts'

/** Whether single people are put off for less long than before: by the limit on a contact, or by that on a domain. */
export function putsOffLess(old: SendLimits, next: SendLimits): boolean {
  const [before, after] = [old.perContact, next.perContact]
  const contact =
    before !== null && (after === null || after.mails > before.mails || after.days < before.days)
  return contact || (next.perDomainHour ?? Infinity) > (old.perDomainHour ?? Infinity)
}

/** Whether a campaign rests by the same rules: those on itself and its sender, and its gap. */
export const restsAlike = (old: SendLimits, next: SendLimits): boolean => restRules(old) === restRules(next)

const restRules = ({ gap, perCampaignDay, perSenderDay, warmUp }: SendLimits): string =>
  JSON.stringify([gap?.seconds, gap?.jitterSeconds, perCampaignDay, perSenderDay, warmUp])

/**
 * Until when a campaign rests whose limits were changed: as long as the new gap asks for since its last mail (`lastMailAt`,
 * null where there was none). The next claim finds out whether a limit is used up. Null: it does not rest.
 */
export function restBy({ gap }: SendLimits, lastMailAt: Date | null, now: Date): Date | null {
  if (gap === null || lastMailAt === null) return null
  const until = new Date(lastMailAt.getTime() + gap.seconds * 1000)
  return until > now ? until : null
}
