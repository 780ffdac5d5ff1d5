import { Refusal } from '../../domain/refusal.ts'
import type { Deps } from '../deps.ts'

type Named = { id: string; name: string }

/**
 * Id of the campaign that somebody means by a name: one called exactly that, upper or lower case, or the only one
 * whose name contains it. Refuses when there is none, or when it could be several.
 */
export async function findCampaign({ db }: Pick<Deps, 'db'>, { name }: { name: string }): Promise<string> {
  const text = name.trim()
  if (text === '') throw new Refusal('campaign-not-named', 'Say which campaign: its name, or part of it.')
  const found = await db.campaign.findMany({
    where: { name: { contains: text.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 50,
    select: { id: true, name: true },
  })
  const exact = found.filter((campaign) => campaign.name.toLowerCase() === text.toLowerCase())
  return theOnly(exact.length > 0 ? exact : found, text)
}

function theOnly([first, ...others]: readonly Named[], text: string): string {
  if (first === undefined) throw new Refusal('campaign-not-found', `There is no campaign called “${text}”.`)
  if (others.length === 0) return first.id
  const names = [first, ...others].slice(0, 5).map((campaign) => `“${campaign.name}”`)
  throw new Refusal(
    'campaign-ambiguous',
    `${others.length + 1} campaigns match “${text}”: ${[...new Set(names)].join(', ')}. Use the buttons on its card.`,
  )
}
