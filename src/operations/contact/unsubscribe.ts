import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { endContacts } from '../../db/contact-end-queries.ts'
import { insist } from '../../db/insist.ts'
import { writeOutMessages } from '../../db/open-call-queries.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** What came of an unsubscribe link. Repeating it changes nothing and ends the same. */
export type UnsubscribeOutcome = { kind: 'unsubscribed'; address: string } | { kind: 'unknown-link' }

type Addressee = { id: string; address: string; contactId: string | null; campaignId: string | null }

/** Whose address an unsubscribe token is for, or null when it was not made by us. Changes nothing: scanners look too. */
export async function readUnsubscribe(
  deps: Pick<Deps, 'db' | 'links'>,
  { token }: { token: string },
): Promise<{ address: string } | null> {
  const addressee = await findAddressee(deps, token)
  return addressee === null ? null : { address: addressee.address }
}

// As long as a person looks at a page that loads.
const patienceMs = 5_000

/**
 * Suppresses the address of the message that the link was in, and stops every sequence that this contact is in. Tried
 * again for a few seconds when the database fails: a mail program that was told "no" does not come again.
 */
export async function unsubscribeContact(
  deps: Pick<Deps, 'db' | 'links' | 'queue' | 'clock' | 'log'>,
  { token }: { token: string },
): Promise<UnsubscribeOutcome> {
  return insist(() => unsubscribeOnce(deps, token), {
    forMs: patienceMs,
    onFailure: (error) => deps.log.warn({ error }, 'An unsubscribe could not be written down yet'),
  })
}

async function unsubscribeOnce(
  deps: Pick<Deps, 'db' | 'links' | 'queue' | 'clock'>,
  token: string,
): Promise<UnsubscribeOutcome> {
  const addressee = await findAddressee(deps, token)
  if (addressee === null) return { kind: 'unknown-link' }
  await deps.db.$transaction((tx) => unsubscribe(deps, tx, addressee))
  return { kind: 'unsubscribed', address: addressee.address }
}

async function unsubscribe(
  { queue, clock }: Pick<Deps, 'queue' | 'clock'>,
  tx: Tx,
  { id, address, contactId, campaignId }: Addressee,
): Promise<void> {
  const ended = await endContacts(tx, [{ address, reason: 'unsubscribed' }], 'link')
  const isNew = ended.newlySuppressed.length > 0
  if (isNew) await recordEvent(tx, id, clock.now())
  if (isNew && contactId !== null) await auditUnsubscribe(tx, { contactId, campaignId })
  const shown = isNew && campaignId !== null ? [...ended.campaignIds, campaignId] : ended.campaignIds
  // In one order everywhere, or two transactions could wait for each other's jobs.
  for (const shownId of [...new Set(shown)].toSorted()) {
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: shownId }, key: shownId })
  }
}

async function findAddressee(
  { db, links }: Pick<Deps, 'db' | 'links'>,
  token: string,
): Promise<Addressee | null> {
  const messageId = links.readUnsubscribe(token)
  if (messageId === null) return null
  const find = () =>
    db.message.findUnique({
      where: { id: messageId, direction: 'outbound' },
      select: { id: true, address: true, contactId: true, campaignId: true },
    })
  const found = await find()
  if (found !== null) return found
  // Somebody may be quicker than the provider's answer, or that was lost.
  await writeOutMessages(db, [messageId])
  return find()
}

// So that it is counted where the campaign's other events are.
async function recordEvent(tx: Tx, messageId: string, at: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO event (message_id, type, detail, occurred_at)
    VALUES (${messageId}::uuid, 'unsubscribed', 'by the link in the mail', ${at})`
}

async function auditUnsubscribe(
  tx: Tx,
  { contactId, campaignId }: { contactId: string; campaignId: string | null },
): Promise<void> {
  await audit(tx, {
    actor: { kind: 'system' },
    action: 'unsubscribed',
    subject: 'contact',
    subjectId: contactId,
    origin: 'webhook',
    detail: { campaignId },
  })
}
