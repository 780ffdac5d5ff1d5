import { mergeValues } from '../../src/domain/merge-values.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { perCall } from './windows.ts'

type Due = { id: string; email: string; firstName: string | null }

/**
 * What many programs do: take rows, call the provider inside the transaction, mark them sent afterwards. It stands here
 * as a control: a matrix in which this one passes would prove nothing.
 */
export async function naiveSend({ db, email }: Deps): Promise<void> {
  for (;;) {
    const taken = await db.$transaction(
      async (tx) => {
        const due = await tx.$queryRaw<Due[]>`
          SELECT e.id, c.email, c.first_name AS "firstName" FROM enrollment e JOIN contact c ON c.id = e.contact_id
          WHERE e.status = 'active' AND e.next_at <= now() LIMIT ${perCall} FOR UPDATE OF e SKIP LOCKED`
        if (due.length === 0) return 0
        await email.sendBatch(due.map((row) => naiveMail(row)))
        const ids = due.map(({ id }) => id)
        await tx.$executeRaw`
          INSERT INTO message (id, direction, purpose, state, enrollment_id, campaign_id, contact_id, step_id, address)
          SELECT e.id, 'outbound', 'sequence', 'sent', e.id, e.campaign_id, e.contact_id, e.step_id, ''
          FROM enrollment e WHERE e.id = ANY (${ids}::uuid[])`
        await tx.$executeRaw`
          UPDATE enrollment SET status = 'completed', next_at = NULL WHERE id = ANY (${ids}::uuid[])`
        return due.length
      },
      { timeout: 10_000 },
    )
    if (taken === 0) return
  }
}

function naiveMail({ id, email, firstName }: Due) {
  const { first_name: name = 'you' } = mergeValues({ ...nobody, email, firstName })
  return {
    from: 'mara@northwind.example',
    to: email,
    replyTo: 'mara@northwind.example',
    subject: 'Hello',
    text: [`Hello ${name}`],
    headers: {},
    metadata: { sendid: id, attempt: id },
    stream: 'broadcast' as const,
  }
}

const nobody = {
  lastName: null,
  company: null,
  jobTitle: null,
  country: null,
  timeZone: null,
  phone: null,
  attributes: {},
}
