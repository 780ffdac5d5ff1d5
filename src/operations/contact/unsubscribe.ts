import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { endContacts } from '../../db/event-queries.ts'
import { insist } from '../../db/insist.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

/** What came of an unsubscribe link. Repeating it changes nothing and ends the same. */
export type UnsubscribeOutcome = { kind: 'unsubscribed'; address: string } | { kind: 'unknown-link' }

// A browser, and a mail provider that unsubscribes for somebody, wait at least this long.
const patienceMs = 5_000

type Addressee = { id: string; address: string; contactId: string | null; campaignId: string | null }

/** Whose address an unsubscribe token is for, or null when it was not made by us. Changes nothing: scanners look too. */
export async function readUnsubscribe(
  deps: Pick<Deps, 'db' | 'links'>,
  { token }: { token: string },
): Promise<{ address: string } | null> {
  const addressee = await findAddressee(deps, token)
  return addressee === null ? null : { address: addressee.address }
}

/** Suppresses the address of the message that the link was in, and stops every sequence that this contact is in. */
export async function unsubscribeContact(
  deps: Pick<Deps, 'db' | 'links' | 'queue'>,
  { token }: { token: string },
): Promise<UnsubscribeOutcome> {
  const addressee = await findAddressee(deps, token)
  if (addressee === null) return { kind: 'unknown-link' }
  const { address, contactId, campaignId } = addressee
  // Nobody may be told that it did not work because their mail was being settled at that moment.
  await insist(
    () =>
      deps.db.$transaction(async (tx) => {
        const isNew = await suppress(tx, address)
        const stopped = await endContacts(tx, [{ address, reason: 'unsubscribed' }])
        // Refers to the message, which others lock after its enrollment: so must this.
        if (isNew) await recordEvent(tx, addressee.id)
        if (isNew && contactId !== null) await auditUnsubscribe(tx, { contactId, campaignId })
        const shown = isNew && campaignId !== null ? [...stopped, campaignId] : stopped
        // In one order everywhere, or two transactions could wait for each other's jobs.
        for (const id of [...new Set(shown)].toSorted()) {
          await deps.queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId: id }, key: id })
        }
      }),
    { forMs: patienceMs, onFailure: () => {} },
  )
  return { kind: 'unsubscribed', address }
}

async function findAddressee(
  { db, links }: Pick<Deps, 'db' | 'links'>,
  token: string,
): Promise<Addressee | null> {
  const messageId = links.readUnsubscribe(token)
  if (messageId === null) return null
  return db.message.findUnique({
    where: { id: messageId, direction: 'outbound' },
    select: { id: true, address: true, contactId: true, campaignId: true },
  })
}

// So that it is counted where the campaign's other events are.
async function recordEvent(tx: Tx, messageId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO event (message_id, type, detail, occurred_at)
    VALUES (${messageId}::uuid, 'unsubscribed', 'by the link in the mail', now())`
}

// Before `endContacts`, which suppresses too, so that the row says that it came from a link.
async function suppress(tx: Tx, address: string): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO suppression (channel, address, reason, source)
    VALUES ('email', lower(${address}), 'unsubscribed', 'link') ON CONFLICT (channel, address) DO NOTHING`
  return inserted === 1
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
