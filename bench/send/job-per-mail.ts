import { PgBoss } from 'pg-boss'
import { ServerClient } from 'postmark'
import { z } from 'zod'
import { postmarkMessage } from '../../src/adapters/postmark-message.ts'
import { sequenceMail } from '../../src/domain/mail.ts'
import { mergeValues } from '../../src/domain/merge-values.ts'
import type { Deps } from '../../src/operations/deps.ts'
import type { CompiledTemplate } from '../../src/ports/templates.ts'
import { postmarkToken, senderDomain } from '../ground/environment.ts'
import type { Undo } from '../ground/undo.ts'

/** What is sent to whom, and where to. */
export type JobPerMail = {
  deps: Deps
  template: CompiledTemplate
  contactIds: readonly string[]
  lanes: number
  postmarkUrl: string
}

const queue = 'one-mail'
const payload = z.object({ contactId: z.uuid() })
const sender = { name: 'Mara Lind', email: `mara@${senderDomain}` }

/** Starts pg-boss for the way most would build it first: a job for each mail. */
export async function startJobs(undo: Undo, databaseUrl: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: databaseUrl })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  undo.push(() => boss.stop({ graceful: false }))
  await boss.createQueue(queue)
  return boss
}

/**
 * Sends one mail per job with `sendEmail`: fetch, read the contact, render, call, complete, with `lanes` jobs at a time
 * and no waiting in between. There is no ledger, so this does less than Baton. Enqueueing is not counted. Returns mails
 * per second.
 */
export async function jobPerMail(boss: PgBoss, work: JobPerMail): Promise<number> {
  await boss.insert(
    queue,
    work.contactIds.map((contactId) => ({ data: { contactId } })),
  )
  const send = sendOne(work)
  let sent = 0
  const lane = async () => {
    for (let [job] = await boss.fetch(queue); job; [job] = await boss.fetch(queue)) {
      await send(payload.parse(job.data).contactId, job.id)
      await boss.complete(queue, job.id)
      sent += 1
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: work.lanes }, lane))
  return (sent * 1000) / (performance.now() - started)
}

function sendOne({ deps, template, postmarkUrl }: JobPerMail) {
  const { host } = new URL(postmarkUrl)
  const client = new ServerClient(postmarkToken, { useHttps: false, requestHost: host })
  const write = deps.templates.prepare(template)
  return async (contactId: string, messageId: string): Promise<void> => {
    const contact = await deps.db.contact.findUniqueOrThrow({ where: { id: contactId } })
    const unsubscribeUrl = deps.links.unsubscribe(messageId)
    const values = { ...mergeValues(contact), sender_name: sender.name, unsubscribe_url: unsubscribeUrl }
    const content = write(values)
    if (content.kind !== 'rendered') throw new Error(`Contact ${contactId}: ${JSON.stringify(content)}`)
    const { email: to } = contact
    const replyTo = deps.settings.inboundAddress
    const mail = sequenceMail({ messageId, attempt: messageId, sender, to, replyTo, unsubscribeUrl, content })
    await client.sendEmail(
      postmarkMessage(mail, { broadcastStream: 'broadcast', transactionalStream: 'outbound' }),
    )
  }
}
