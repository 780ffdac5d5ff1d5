import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Db } from '../../../src/db/client.ts'
import type { CampaignPlan } from '../../../src/domain/plan.ts'
import type { InboundMail } from '../../../src/domain/reply.ts'
import { assessReply } from '../../../src/operations/reply/assess.ts'
import { recordReply } from '../../../src/operations/reply/record.ts'
import type { LanguageModel, ReadingOutcome } from '../../../src/ports/language-model.ts'
import { fakeChat } from '../../support/fakes.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { recordingQueue } from '../../support/recording-queue.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../../support/rows.ts'

/** What a model says that found somebody interested, or as much as given. */
export function reading(interest = 85): ReadingOutcome {
  return {
    kind: 'ok',
    reading: { intent: 'interested', sentiment: 'positive', interest, reasons: ['asks for a price'] },
    usage: { model: 'fake', promptVersion: '1', inputTokens: 1, outputTokens: 1 },
  }
}

type Given = { rules?: Partial<CampaignPlan>; contact?: Parameters<typeof insertContact>[1] }

/** A person whom a campaign of two steps has written to, with these rules besides the product's defaults. */
export async function writtenTo(db: Db, given: Given = {}) {
  const plan = planOf([plannedStep('One'), plannedStep('Two')], given.rules)
  const campaign = await insertCampaign(db, { handoverScore: 70, plan })
  return alsoWrittenTo(db, campaign, given.contact)
}

/** Another person whom that campaign has written to. */
export async function alsoWrittenTo(
  db: Db,
  campaign: Awaited<ReturnType<typeof insertCampaign>>,
  given: Given['contact'] = {},
) {
  const contact = await insertContact(db, given)
  const enrollment = await enroll(db, { campaign, contactId: contact.id })
  const message = await insertMessage(db, { enrollment, state: 'sent' })
  return { campaign, contact, enrollment, message }
}

const mailOf = z.object({ mail: z.string().default('') })

type Person = Pick<Awaited<ReturnType<typeof writtenTo>>, 'contact' | 'enrollment'>

/** Inbound mail and its assessment over a database, with a model that answers `outcome`. */
export function replyRig(db: Db, outcome: () => ReadingOutcome = reading) {
  const { queue, recorded } = recordingQueue()
  const { log, lines } = quietLog()
  let now = new Date('2026-11-20T09:00:00Z')
  const asked: string[] = []
  const languageModel: LanguageModel = {
    readReply: ({ text }) => {
      asked.push(text)
      return Promise.resolve(outcome())
    },
  }
  const mails = new Map<string, InboundMail>()
  const mailbox = {
    readEvent: () => null,
    readInbound: (payload: unknown) => mails.get(mailOf.parse(payload).mail) ?? null,
  }
  const deps = { db, queue, clock: { now: () => now }, chat: fakeChat(), mailbox, log, languageModel }
  const arrives = async ({ contact, enrollment }: Person, given: Partial<InboundMail> = {}) => {
    const id = randomUUID()
    mails.set(id, {
      providerMessageId: id,
      from: contact.email,
      fromName: 'Ada',
      token: enrollment.replyToken,
      subject: 'Re: Hello',
      text: 'Please call me.',
      strippedText: '',
      headers: {},
      receivedAt: now,
      ...given,
    })
    const delivery = await db.webhookDelivery.create({
      data: { source: 'postmark-inbound', dedupeKey: id, payload: { mail: id } },
    })
    return delivery.id
  }
  return {
    deps,
    recorded,
    lines,
    asked,
    arrives,
    record: (webhookDeliveryId: string) => recordReply(deps, { webhookDeliveryId }),
    /** Files a mail and returns its reply. */
    files: async (person: Person, given: Partial<InboundMail> = {}) => {
      await recordReply(deps, { webhookDeliveryId: await arrives(person, given) })
      return db.reply.findFirst({ where: { contactId: person.contact.id }, orderBy: { id: 'desc' } })
    },
    assess: (replyId: string) => assessReply(deps, { replyId }),
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
  }
}
