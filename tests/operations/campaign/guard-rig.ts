import { randomUUID } from 'node:crypto'
import { readPostmarkEvent } from '../../../src/adapters/postmark-events.ts'
import type { Db } from '../../../src/db/client.ts'
import { guardCampaign } from '../../../src/operations/campaign/guard.ts'
import { applyMessageEvents } from '../../../src/operations/message/apply-events.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { never } from '../message/ledger-rig.ts'
import { type ControlledCampaign, launched } from './control-rig.ts'

const mailbox = { readEvent: readPostmarkEvent, readInbound: () => null }

/** A campaign whose first mail reached so many people: the only one, or another step is a month away. */
export async function sentTo(db: Db, people: number, steps: 1 | 2 = 2) {
  const all = [plannedStep('One'), plannedStep('Two', { wait: after(30, 'days') })]
  const plan = planOf(all.slice(0, steps))
  const campaign = await launched(db, plan, { people })
  await campaign.rig.send()
  return campaign
}

type Told = 'Delivery' | 'HardBounce' | 'SoftBounce' | 'SpamComplaint'

/** Postmark tells of the mails one after the other, from the first on or a later one; then the jobs do what follows. */
export async function tell(campaign: ControlledCampaign, kinds: readonly Told[], from = 0) {
  await record(campaign, kinds, { mails: kinds.map((_, index) => from + index) })
  const { rig } = campaign
  const before = rig.recorded.length
  await applyMessageEvents({ ...rig.deps, mailbox }, {}, never)
  const guards = rig.recorded.slice(before).filter(({ job }) => job === 'guard-campaign')
  for (const { key } of guards) await guardCampaign(rig.deps, { campaignId: key ?? '' })
  return guards.length
}

/** What Postmark tells waits to be applied, each about the mail at that place in the order of sending. */
export async function record(
  { id, rig }: ControlledCampaign,
  kinds: readonly Told[],
  { mails }: { mails: readonly number[] },
) {
  const messages = await rig.deps.db.message.findMany({ where: { campaignId: id }, orderBy: { id: 'asc' } })
  for (const [index, kind] of kinds.entries()) {
    const message = messages[mails[index] ?? -1]
    if (!message) throw new Error('Too few mails were sent')
    await rig.deps.db.webhookDelivery.create({
      data: { source: 'postmark-event', dedupeKey: randomUUID(), payload: payloadOf(kind, message) },
    })
  }
}

type Mail = { id: string; attempt: string | null; address: string }

function payloadOf(kind: Told, { id, attempt, address }: Mail) {
  const named = { MessageID: `pm-${id}-${attempt}`, Metadata: { sendid: id, attempt: attempt ?? '' } }
  if (kind === 'Delivery')
    return { ...named, RecordType: kind, Recipient: address, DeliveredAt: '2026-11-20T09:01:00Z' }
  const bounce = { ...named, ID: 1, Type: kind, Email: address, BouncedAt: '2026-11-20T09:01:00Z' }
  return kind === 'SpamComplaint'
    ? { ...bounce, RecordType: kind, Inactive: true }
    : { ...bounce, RecordType: 'Bounce', Inactive: kind === 'HardBounce' }
}

/** The same told of so many mails. */
export const times = (count: number, kind: Told): Told[] => Array.from({ length: count }, () => kind)

/** The campaign as it is stored. */
export const rowOf = ({ id, rig }: ControlledCampaign) =>
  rig.deps.db.campaign.findUniqueOrThrow({ where: { id } })

/** The addresses of the first mails bounce for good by way of other mails, which are not the campaign's. */
export async function giveUp(db: Db, { id }: ControlledCampaign, mails: number) {
  const messages = await db.message.findMany({
    where: { campaignId: id },
    orderBy: { id: 'asc' },
    take: mails,
  })
  const data = messages.map(({ address }) => ({
    channel: 'email' as const,
    address: address.toLowerCase(),
    reason: 'bounced',
    source: 'postmark',
  }))
  await db.suppression.createMany({ data })
}
