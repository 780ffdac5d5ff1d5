import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { enrollImport, wholeAudience } from '../../db/enroll-queries.ts'
import { lockCampaign } from '../../db/lock-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import type { Actor, Origin } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { Refusal } from '../../domain/refusal.ts'
import { readSequence } from '../../domain/sequence.ts'
import { jobs } from '../../ports/jobs.ts'
import type { CompiledTemplate } from '../../ports/templates.ts'
import type { Deps } from '../deps.ts'

type LaunchDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'templates' | 'settings'>
type LaunchRequest = { campaignId: string; actor: Exclude<Actor, { kind: 'token' }>; origin: Origin }

/**
 * Launches a draft: its steps are compiled and frozen into a version, its audience is enrolled, and sending starts.
 * Pressed twice, the second finds a running campaign and is refused. Returns the size of the audience.
 */
export async function launchCampaign(
  deps: LaunchDeps,
  { campaignId, actor, origin }: LaunchRequest,
): Promise<{ kind: 'launched'; audience: number }> {
  const steps = await compileSteps(deps, campaignId)
  return deps.db.$transaction(async (tx) => {
    const campaign = await lockCampaign(tx, campaignId)
    await requirePermitted(tx, 'launch', { actor, owner: campaign.owner })
    requireMove('launch', campaign)
    const now = deps.clock.now()
    const audience = await freeze(tx, { campaignId, importId: campaign.importId, steps, now })
    await tx.campaign.update({ where: { id: campaignId }, data: { status: 'running', launchedAt: now } })
    await audit(tx, {
      actor,
      action: 'launched',
      subject: 'campaign',
      subjectId: campaignId,
      origin,
      detail: { audience },
    })
    for (let lane = 1; lane <= deps.settings.sendLanes; lane += 1) {
      await deps.queue.enqueue(tx, jobs.sendDueMessages, { payload: { lane }, key: `lane-${lane}` })
    }
    await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    return { kind: 'launched', audience }
  }, wholeAudience)
}

// MJML takes milliseconds to compile, so this is done before the transaction; a draft's steps cannot change in between.
async function compileSteps({ db, templates }: LaunchDeps, campaignId: string): Promise<CompiledTemplate[]> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, select: { sequence: true } })
  if (!campaign) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  return Promise.all(readSequence(campaign.sequence).map((step) => templates.compile(step)))
}

type Freezing = { campaignId: string; importId: string; steps: CompiledTemplate[]; now: Date }

async function freeze(tx: Tx, { campaignId, importId, steps, now }: Freezing): Promise<number> {
  const { status } = await tx.import.findUniqueOrThrow({ where: { id: importId }, select: { status: true } })
  if (status === 'received')
    throw new Refusal('import-running', 'The contacts are still being imported. Try again in a moment.')
  if (status === 'failed')
    throw new Refusal('import-failed', 'The contacts could not be imported, so there is nobody to write to.')
  const { senderName, senderEmail } = await tx.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  const version = await tx.campaignVersion.create({
    data: {
      campaignId,
      number: 1,
      senderName,
      senderEmail,
      steps: { create: steps.map((step, index) => ({ ...step, position: index + 1 })) },
    },
    include: { steps: { where: { position: 1 } } },
  })
  const [first] = version.steps
  if (!first) throw new Refusal('campaign-has-no-steps', 'This campaign has no mail to send yet.')
  const audience = await enrollImport(tx, {
    campaignId,
    importId,
    versionId: version.id,
    stepId: first.id,
    now,
  })
  if (audience === 0)
    throw new Refusal(
      'campaign-has-no-audience',
      'This campaign has nobody to write to: no row of the file was accepted.',
    )
  return audience
}
