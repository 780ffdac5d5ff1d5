import { campaignProgress } from '../../../src/db/campaign-queries.ts'
import type { Db } from '../../../src/db/client.ts'
import type { CampaignProgress } from '../../../src/domain/campaign.ts'
import { reconcileMessages } from '../../../src/operations/message/reconcile.ts'
import { sendDueMessages } from '../../../src/operations/message/send-due.ts'
import type { Email, OutgoingMail, SendOutcome } from '../../../src/ports/email.ts'
import { fakeTemplates, plainLinks } from '../../support/fakes.ts'
import { quietLog } from '../../support/quiet-log.ts'
import { recordingQueue } from '../../support/recording-queue.ts'
import { testSettings } from '../../support/settings.ts'
import { enroll, insertCampaign, insertContact } from '../../support/rows.ts'

/** What becomes of a call: taken and answered, taken but the answer lost, lost on the way, or not taken. */
export type Fate = 'answered' | 'answer-lost' | 'lost' | 'refused'

/** A provider that remembers what it took. Calls end as `fates` says, one after the other, then well. */
export type PostOffice = Email & {
  fates: Fate[]
  /** How many copies of each message it took. */
  copies: Map<string, number>
  asked: string[]
}

function postOffice(): PostOffice {
  const fates: Fate[] = []
  const copies = new Map<string, number>()
  const taken: OutgoingMail[] = []
  const asked: string[] = []
  const take = (mails: readonly OutgoingMail[]) => {
    taken.push(...mails)
    for (const { metadata } of mails) copies.set(metadata.sendid, (copies.get(metadata.sendid) ?? 0) + 1)
  }
  const idOf = ({ metadata }: OutgoingMail) => `pm-${metadata.sendid}-${metadata.attempt}`
  return {
    fates,
    copies,
    asked,
    sendBatch: (mails) => {
      const fate = fates.shift() ?? 'answered'
      if (fate === 'answered' || fate === 'answer-lost') take(mails)
      return Promise.resolve(endOf(fate, mails.map(idOf)))
    },
    findByAttempt: (attempt) => {
      asked.push(attempt)
      const found = taken.filter(({ metadata }) => metadata.attempt === attempt)
      return Promise.resolve(
        found.map((mail) => ({ sendid: mail.metadata.sendid, providerMessageId: idOf(mail) })),
      )
    },
  }
}

function endOf(fate: Fate, ids: string[]): SendOutcome {
  if (fate === 'refused') return { kind: 'refused', reason: 'too much to do' }
  if (fate !== 'answered') return { kind: 'unknown', reason: 'the connection broke' }
  return {
    kind: 'answered',
    outcomes: ids.map((providerMessageId) => ({ kind: 'accepted' as const, providerMessageId })),
  }
}

export const never = new AbortController().signal

/** The send pipeline over a database, with a provider of its own and a clock that is moved by hand. */
export function ledgerRig(db: Db, { sendBatch = 500 }: { sendBatch?: number } = {}) {
  let now = new Date('2026-11-20T09:00:00Z')
  const { queue, recorded } = recordingQueue()
  const { log, lines } = quietLog()
  const office = postOffice()
  const settings = { ...testSettings, sendBatch }
  const clock = { now: () => now }
  const deps = {
    db,
    queue,
    clock,
    email: office,
    templates: fakeTemplates(),
    links: plainLinks,
    log,
    settings,
  }
  return {
    deps,
    office,
    recorded,
    lines,
    pass: (ms: number) => {
      now = new Date(now.getTime() + ms)
    },
    reconcile: () => reconcileMessages(deps, {}, never),
    /** Lets the lease and the settle window of every open call pass, then asks the provider. */
    reconcileLater: () => {
      now = new Date(now.getTime() + settings.sendLeaseMs + settings.settleWindowMs + 1)
      return reconcileMessages(deps, {}, never)
    },
    send: () => sendDueMessages(deps, { lane: 1 }, never),
  }
}

/** A running campaign of so many people, all due. */
export async function dueCampaign(db: Db, count: number) {
  const campaign = await insertCampaign(db)
  const people = await Promise.all(Array.from({ length: count }, () => insertContact(db)))
  for (const { id } of people) await enroll(db, { campaign, contactId: id })
  await db.enrollment.updateMany({
    where: { campaignId: campaign.id },
    data: { nextAt: new Date('2026-11-20T08:00:00Z') },
  })
  return { ...campaign, people }
}

/** Where everybody stands. Throws when the states do not add up to the audience. */
export async function standing(db: Db, { id }: { id: string }): Promise<CampaignProgress> {
  const progress = (await campaignProgress(db, [id])).get(id)
  if (!progress) throw new Error('No such campaign')
  const { audience, waiting, sending, sent, skipped, rejected, unknown, needsHuman } = progress
  const sum = waiting + sending + sent + skipped + rejected + unknown + needsHuman
  if (sum !== audience) throw new Error(`${sum} of ${audience} people are accounted for`)
  return progress
}
