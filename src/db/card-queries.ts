import { type Outlook, outlookFrom, outlookOf, standstillOf, type StepDue } from '../domain/outlook.ts'
import { planDiff } from '../domain/plan-diff.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import { zoneOf } from '../domain/zone-of.ts'
import { campaignProgress } from './campaign-queries.ts'
import type { Tx } from './client.ts'
import { whereaboutsOf } from './enroll-queries.ts'
import type { Campaign, Import, Member } from './generated/prisma/client.ts'
import { currentHold } from './hold-queries.ts'
import { reachNow } from './launch-queries.ts'
import { leftOutOf } from './left-out-queries.ts'
import { countProblems } from './problem-queries.ts'
import { sequencePeople } from './step-people-queries.ts'
import { readablePlan } from './stored-plan.ts'

type Asked = { campaignId: string; now: Date }

/** Everything that the card of a campaign shows, where it stands, and the modal that waits for its import; null when gone. */
export async function loadCard(tx: Tx, { campaignId, now }: Asked) {
  const campaign = await tx.campaign.findUnique({
    where: { id: campaignId },
    include: {
      import: true,
      owner: true,
      versions: { orderBy: { number: 'desc' }, take: 1, select: { plan: true } },
    },
  })
  if (!campaign) return null
  const drafted = readablePlan(campaign.plan)
  const [version] = campaign.versions
  const plan = campaign.launchedAt !== null && version ? readablePlan(version.plan) : drafted
  const hold = campaign.status === 'running' ? await currentHold(tx, now) : null
  const card = {
    ...fixedParts(campaign),
    ...holdLines(hold, campaign.statusReason),
    plan,
    revision: campaign.planRevision,
    edited: plan !== null && drafted !== null && planDiff(plan, drafted).length > 0,
    stuck: (await countProblems(tx, { kind: 'campaign', campaignId })).messages,
    ...(campaign.launchedAt === null
      ? await beforeLaunch(tx, { campaign, plan, now })
      : await underWay(tx, { campaign, plan, now, heldUntil: hold?.until ?? null })),
  }
  const place = { channelId: campaign.channelId, ts: campaign.cardTs }
  return { card, place, reviewViewId: campaign.reviewViewId }
}

type Loaded = Campaign & { import: Import; owner: Member }

function fixedParts(campaign: Loaded) {
  const { rowsRead, rowsAccepted, rowsRefused, rowsRepeated } = campaign.import
  return {
    id: campaign.id,
    name: campaign.name,
    status: campaign.status,
    warning: campaign.warning,
    ownerSlackId: campaign.owner.slackUserId,
    sender: `${campaign.senderName} <${campaign.senderEmail}>`,
    salesChannelId: campaign.salesChannelId,
    fileName: campaign.import.fileName,
    importStatus: campaign.import.status,
    importCounts: { rowsRead, rowsAccepted, rowsRefused, rowsRepeated },
    startsAt: campaign.status === 'scheduled' ? campaign.startsAt : null,
    launchedAt: campaign.launchedAt,
  }
}

/** While sending rests, that is why the campaign stands still, whatever else was the reason before. */
function holdLines(hold: { until: Date; reason: string } | null, statusReason: string | null) {
  return hold ? { statusReason: hold.reason, holdUntil: hold.until } : { statusReason, holdUntil: null }
}

type Planned = { campaign: Loaded; plan: CampaignPlan | null; now: Date }

const nothingUnderWay = { progress: null, leftOut: [], people: null, standstill: null, otherCampaign: 0 }

/** What a launch would come to: now, or when it is scheduled. */
async function beforeLaunch(tx: Tx, { campaign, plan, now }: Planned) {
  if (campaign.import.status !== 'applied' || plan === null)
    return { ...nothingUnderWay, outlook: null, reach: null }
  const places = await whereaboutsOf(tx, campaign.importId)
  const zones = [...new Set(places.map((place) => zoneOf(place, plan.zone)))]
  const outlook = ifForeseeable(() => outlookOf(plan, zones, campaign.startsAt ?? now))
  const reach = await reachNow(tx, campaign, plan)
  return { ...nothingUnderWay, outlook, reach }
}

async function underWay(tx: Tx, { campaign, plan, now, heldUntil }: Planned & { heldUntil: Date | null }) {
  const { id, status, restsUntil } = campaign
  const progress = (await campaignProgress(tx, [id])).get(id) ?? null
  const leftOut = progress && progress.skipped + progress.rejected > 0 ? await leftOutOf(tx, id) : []
  if (plan === null) return { ...nothingUnderWay, reach: null, outlook: null, progress, leftOut }
  const { people, next, last, otherCampaign } = await sequencePeople(tx, id, plan)
  const dues = { dues: next, restsUntil, heldUntil, now }
  return {
    reach: null,
    progress,
    leftOut,
    people,
    otherCampaign,
    outlook: ifForeseeable(() => outlookBetween(plan, next, last)),
    standstill: status === 'running' ? ifForeseeable(() => standstillOf(plan, dues)) : null,
  }
}

function outlookBetween(
  plan: CampaignPlan,
  next: readonly StepDue[],
  last: readonly StepDue[],
): Outlook | null {
  const first = outlookFrom(plan, next)?.first
  const end = outlookFrom(plan, last)?.last
  return first && end ? { first, last: end } : null
}

/** Works something out from a plan, asking no database. Null where it makes no sense: that pauses the campaign, which is shown. */
function ifForeseeable<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
