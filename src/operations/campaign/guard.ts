import { audit } from '../../db/audit-queries.ts'
import { pauseRunning } from '../../db/campaign-queries.ts'
import type { Tx } from '../../db/client.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { outcomesOf, sentOf } from '../../db/threshold-queries.ts'
import type { CampaignStatus } from '../../domain/campaign.ts'
import {
  judge,
  judgedBySentFrom,
  listOf,
  newsOf,
  type Outcomes,
  takeForDelivered,
  type Verdict,
} from '../../domain/thresholds.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type GuardDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'log'>
type Guarded = { campaignId: string; status: CampaignStatus }

/**
 * Looks at what became of a campaign's mails, and lets it stand still where too many bounced or were complained about; one
 * that is not running keeps its status, and its owner is told. While they are not yet too many, its card says so. Run after
 * each page of events in which something went wrong, and again when it is too early to judge.
 */
export async function guardCampaign(deps: GuardDeps, { campaignId }: { campaignId: string }): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { status } = await lockCampaign(tx, campaignId)
    const verdict = judge(await whatBecame(deps, tx, campaignId), status)
    const pauses = status === 'running' && verdict?.kind === 'pause'
    await (pauses
      ? pause(deps, tx, { campaignId, verdict })
      : warn(deps, tx, { campaignId, status, verdict }))
  })
}

/** What is known of its mails; where nobody reports deliveries, by what was sent, as soon as that is certain. */
async function whatBecame({ queue, clock }: GuardDeps, tx: Tx, campaignId: string): Promise<Outcomes[]> {
  const outcomes = await outcomesOf(tx, campaignId)
  if (outcomes.length === 0 || outcomes.some(({ delivered }) => delivered > 0)) return outcomes
  const sent = await sentOf(tx, campaignId)
  const from = judgedBySentFrom(sent)
  if (from === null) return outcomes
  const leftMs = from.getTime() - clock.now().getTime()
  if (leftMs <= 0) return takeForDelivered(outcomes, sent)
  const afterSeconds = Math.ceil(leftMs / 1000)
  await queue.enqueue(tx, jobs.guardCampaign, { payload: { campaignId }, key: campaignId, afterSeconds })
  return outcomes
}

async function pause(
  { queue, clock, log }: GuardDeps,
  tx: Tx,
  { campaignId, verdict: { about, reason } }: { campaignId: string; verdict: Verdict },
): Promise<void> {
  await pauseRunning(tx, [campaignId], { reason, now: clock.now() })
  await tx.campaign.update({
    where: { id: campaignId },
    data: { warning: null, warnedOf: listOf(about, null) },
  })
  log.warn({ campaignId, reason }, 'Too many mails of a campaign went wrong')
  await queue.enqueue(tx, jobs.notePaused, { payload: { campaignId } })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}

/** Keeps what the card says as it is by now, and tells the owner once of what is too much. */
async function warn(
  { queue, log }: GuardDeps,
  tx: Tx,
  { campaignId, status, verdict }: Guarded & { verdict: Verdict | null },
): Promise<void> {
  const told = await tx.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { warning: true, warnedOf: true },
  })
  const news = newsOf({ ...told, status }, verdict)
  if (news === null) return
  const { warning, warnedOf } = news
  await tx.campaign.update({ where: { id: campaignId }, data: { warning, warnedOf } })
  if (news.kind !== 'figures') {
    const fact = { action: 'warned', subject: 'campaign', subjectId: campaignId, origin: 'clock' } as const
    await audit(tx, { ...fact, actor: { kind: 'system' }, detail: { reason: warning } })
    log.warn({ campaignId, reason: warning }, 'Too many mails of a campaign went wrong')
  }
  if (news.kind === 'verdict') await queue.enqueue(tx, jobs.noteWarned, { payload: { campaignId } })
  await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
}
