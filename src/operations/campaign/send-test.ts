import { randomUUID } from 'node:crypto'
import { audienceContact } from '../../db/audience-queries.ts'
import type { Tx } from '../../db/client.ts'
import { memberFor } from '../../db/member-queries.ts'
import { requirePermitted } from '../../db/permission-queries.ts'
import { settleMessages } from '../../db/settle-queries.ts'
import { requirePlan } from '../../db/stored-plan.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { requireMove } from '../../domain/campaign.ts'
import { mergeValues } from '../../domain/merge-values.ts'
import { maxAttempts, settleAnswer, settled, type Settlement } from '../../domain/message.ts'
import { Refusal } from '../../domain/refusal.ts'
import { mailAt, type MailRef } from '../../domain/plan-mail.ts'
import { testMail } from '../../domain/test-mail.ts'
import type { MemberProfile } from '../../ports/chat.ts'
import type { SendOutcome } from '../../ports/email.ts'
import type { RenderOutcome } from '../../ports/templates.ts'
import type { Deps } from '../deps.ts'

type TestDeps = Pick<Deps, 'db' | 'clock' | 'chat' | 'email' | 'templates' | 'links'>

/**
 * Which mail to send as a test (null: the first), and whose: a contact's, or anyone's of the audience. It goes to the
 * member, never to them.
 */
export type TestRequest = {
  campaignId: string
  contactId: string | null
  mail: MailRef | null
  actor: MemberActor
}

/**
 * Sends a mail of a campaign to the member who asks, and returns the address it went to.
 * Refuses when it cannot be written, and with the provider's words when it is not taken.
 */
export async function sendTestCampaign(deps: TestDeps, request: TestRequest): Promise<{ to: string }> {
  const { db, chat, clock } = deps
  const draft = await loadDraft(deps, request)
  const profile = await chat.profile(request.actor.slackUserId)
  const to = profile.email
  if (to === null)
    throw new Refusal('no-address', 'Slack shows no email address of yours to send the test to.')
  const messageId = await newId(db)
  const content = draft.render(deps.links.unsubscribe(messageId))
  if (content.kind === 'missing') throw missing(content.fields)
  if (content.kind === 'failed')
    throw new Refusal('mail-not-written', `The mail cannot be written for this contact: ${content.reason}.`)
  const attempt = randomUUID()
  await db.$transaction((tx) =>
    claimTest(tx, { ...request, messageId, attempt, profile, to, now: clock.now() }),
  )
  const outcome = await deps.email.sendBatch([
    testMail({ messageId, attempt, sender: draft.sender, to, content }),
  ])
  const settlement = settlementOf(messageId, outcome)
  await db.$transaction((tx) => settleTest(tx, { attempt, settlement, now: clock.now() }))
  if (settlement.state !== 'sent') throw notSent(settlement)
  return { to }
}

type Draft = { sender: { name: string; email: string }; render: (unsubscribeUrl: string) => RenderOutcome }

async function loadDraft(
  { db, templates }: TestDeps,
  { campaignId, contactId, mail: ref, actor }: TestRequest,
): Promise<Draft> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { owner: true } })
  if (campaign === null) throw new Refusal('campaign-gone', 'This campaign no longer exists.')
  await requirePermitted(db, 'test', { actor, owner: campaign.owner })
  requireMove('test', campaign)
  const contact = await audienceContact(db, campaign.importId, contactId)
  const mail = mailAt(requirePlan(campaign.plan), ref)
  if (mail === undefined) throw new Refusal('mail-gone', 'This mail was taken out of the sequence meanwhile.')
  if (contact === null)
    throw new Refusal(
      'nobody-to-render',
      'There is nobody in the audience yet whose mail could be sent as a test.',
    )
  const write = templates.prepare(await templates.compile(mail))
  const sender = { name: campaign.senderName, email: campaign.senderEmail }
  const values = { ...mergeValues(contact), sender_name: sender.name }
  return { sender, render: (unsubscribeUrl) => write({ ...values, unsubscribe_url: unsubscribeUrl }) }
}

/** The mail holds links made for its message, so the id is there before the row is. */
async function newId(db: Tx): Promise<string> {
  const [row] = await db.$queryRaw<[{ id: string }]>`SELECT uuidv7()::text AS id`
  return row.id
}

type Claim = TestRequest & {
  messageId: string
  attempt: string
  profile: MemberProfile
  to: string
  now: Date
}

async function claimTest(tx: Tx, { messageId, attempt, profile, to, now, ...request }: Claim): Promise<void> {
  const memberId = await memberFor(tx, request.actor)
  await tx.member.update({ where: { id: memberId }, data: { email: to, timeZone: profile.timeZone } })
  await tx.message.create({
    data: {
      id: messageId,
      direction: 'outbound',
      purpose: 'test',
      state: 'sending',
      campaignId: request.campaignId,
      memberId,
      attempt,
      // All it gets: somebody is waiting for the answer and can ask again.
      attempts: maxAttempts,
      claimedAt: now,
      address: to,
    },
  })
}

function settlementOf(messageId: string, outcome: SendOutcome): Settlement {
  if (outcome.kind !== 'answered') {
    return settled(messageId, outcome.kind === 'unknown' ? 'unknown' : 'rejected', outcome.reason)
  }
  const answer = outcome.outcomes[0]
  return answer === undefined ? settled(messageId, 'unknown', 'no answer') : settleAnswer(messageId, answer)
}

type Settling = { attempt: string; settlement: Settlement; now: Date }

async function settleTest(tx: Tx, { attempt, settlement, now }: Settling): Promise<void> {
  const fence = { attempt, from: ['sending'] as const }
  await settleMessages(tx, fence, { settlements: [settlement], now, retryAt: now })
}

function notSent({ state, reason }: Settlement): Refusal {
  if (state === 'unknown') {
    const sentence =
      'The mail provider did not answer in time, so the test may have arrived or not. Look before you send another.'
    return new Refusal('test-unknown', sentence)
  }
  const why = reason ?? 'no reason given'
  return new Refusal(
    'test-rejected',
    `The mail provider did not take the test: ${why}${why.endsWith('.') ? '' : '.'}`,
  )
}

function missing(fields: readonly string[]): Refusal {
  const sentence = `This contact has no value for ${fields.join(', ')}. Choose another contact, or give the field a default.`
  return new Refusal('fields-missing', sentence)
}
