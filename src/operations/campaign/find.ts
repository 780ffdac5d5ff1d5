import type { Prisma } from '../../db/generated/prisma/client.ts'
import { roleOf } from '../../db/member-queries.ts'
import { peopleWaiting } from '../../db/waiting-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import type { CampaignStatus } from '../../domain/campaign.ts'
import { channelsIn } from '../../domain/permission.ts'
import { Refusal } from '../../domain/refusal.ts'
import { beginning } from '../../domain/visible-text.ts'
import type { Deps } from '../deps.ts'

/** One of several campaigns that a name could mean. `waiting`: how many people it has still to write to. */
export type CampaignChoice = {
  id: string
  name: string
  status: CampaignStatus
  waiting: number
  channelId: string
  cardTs: string | null
  createdAt: Date
}

/** The one campaign that a name means, or the newest ten of the `total` that it could mean. */
export type FoundCampaign =
  { kind: 'one'; campaignId: string } | { kind: 'several'; total: number; campaigns: CampaignChoice[] }

/** A name, or part of one, and who said it. */
export type CampaignSearch = { name: string; actor: MemberActor }

type FindDeps = Pick<Deps, 'db' | 'chat'>

const most = 10

/**
 * What somebody means by a name: the campaigns called exactly that, upper or lower case, or else those whose name
 * contains it. Only their own and those whose channel they can read are looked at; admins see all.
 * @throws Refusal when there is none, and when Slack does not say what they can read
 */
export async function findCampaign(deps: FindDeps, { name, actor }: CampaignSearch): Promise<FoundCampaign> {
  const text = name.trim()
  if (text === '') throw new Refusal('campaign-not-named', 'Say which campaign: its name, or part of it.')
  const pattern = text.replaceAll(/[\\%_]/g, '\\$&')
  const visible = await visibleTo(deps, actor, { name: { contains: pattern, mode: 'insensitive' } })
  const exact = await choices(deps, { AND: [{ name: { equals: pattern, mode: 'insensitive' } }, visible] })
  const found = exact.kind === 'none' ? await choices(deps, visible) : exact
  if (found.kind !== 'none') return found
  throw new Refusal('campaign-not-found', `There is no campaign called “${beginning(text, 80)}”.`)
}

/** The campaigns of `wanted` that somebody may see, as a condition. */
async function visibleTo(
  { db, chat }: FindDeps,
  actor: MemberActor,
  wanted: Prisma.CampaignWhereInput,
): Promise<Prisma.CampaignWhereInput> {
  if ((await roleOf(db, actor)) === 'admin') return wanted
  const own = { owner: { slackUserId: actor.slackUserId } }
  const places = await db.campaign.groupBy({ by: ['channelId'], where: { AND: [wanted, { NOT: own }] } })
  const answers = places.map(async ({ channelId }) => ({
    channelId,
    isMember: await chat.canSeeChannel(actor.slackUserId, channelId).catch(() => null),
  }))
  const channelIds = channelsIn(await Promise.all(answers))
  return { AND: [wanted, { OR: [own, { channelId: { in: channelIds } }] }] }
}

async function choices(
  { db }: FindDeps,
  where: Prisma.CampaignWhereInput,
): Promise<FoundCampaign | { kind: 'none' }> {
  const campaigns = await db.campaign.findMany({
    where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: most,
    select: {
      id: true,
      name: true,
      status: true,
      channelId: true,
      cardTs: true,
      createdAt: true,
      importId: true,
    },
  })
  const [first, second] = campaigns
  if (first === undefined) return { kind: 'none' }
  if (second === undefined) return { kind: 'one', campaignId: first.id }
  const [total, waiting] = await Promise.all([db.campaign.count({ where }), peopleWaiting(db, campaigns)])
  return {
    kind: 'several',
    total,
    campaigns: campaigns.map(({ id, name, status, channelId, cardTs, createdAt }) => ({
      id,
      name,
      status,
      waiting: waiting.get(id) ?? 0,
      channelId,
      cardTs,
      createdAt,
    })),
  }
}
