import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { keepRefusals, upsertContacts } from '../../db/contact-queries.ts'
import { readMapping } from '../../db/stored-mapping.ts'
import type { ColumnMapping } from '../../domain/columns.ts'
import { maxRefusalsKept } from '../../domain/import.ts'
import { countRows, type ReadRows, rowsReader } from '../../domain/import-rows.ts'
import type { TableRow } from '../../domain/table.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type ApplyDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'tables'>

/** Rows read before others get a turn: some 20 ms. */
const readAtOnce = 2_500

/**
 * Turns an uploaded file into contacts, all of it in one commit or nothing. An import that is applied already stays
 * as it is, so that the job may run twice. All rows are counted; of those not taken so many are kept as a person can use.
 */
export async function applyImport(deps: ApplyDeps, { importId }: { importId: string }): Promise<void> {
  const found = await deps.db.import.findUnique({ where: { id: importId } })
  if (found === null || found.status !== 'received' || found.content === null) return
  const table = await deps.tables.read(found.content)
  if (table.kind === 'problem') return failImport(deps, importId, table.sentence)
  const read = await readAll(table.rows, readMapping(found.mapping))
  await deps.db.$transaction(
    async (tx) => {
      if (!(await lockReceived(tx, importId))) return
      await upsertContacts(tx, importId, read.contacts)
      await keepRefusals(tx, importId, [...read.refused, ...read.repeated].slice(0, maxRefusalsKept))
      await saveApplied(deps, tx, { importId, read })
    },
    { timeout: 300_000 },
  )
}

async function readAll(rows: readonly TableRow[], mapping: ColumnMapping): Promise<ReadRows> {
  const reader = rowsReader(mapping)
  const all: ReadRows[] = []
  for (let start = 0; start < rows.length; start += readAtOnce) {
    all.push(reader(rows.slice(start, start + readAtOnce)))
    await new Promise((resolve) => setImmediate(resolve))
  }
  return {
    contacts: all.flatMap((some) => some.contacts),
    refused: all.flatMap((some) => some.refused),
    repeated: all.flatMap((some) => some.repeated),
  }
}

/** Whether the import is still to be applied, with nobody else at it until this transaction ends. */
async function lockReceived(tx: Tx, importId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>`
    SELECT FROM import WHERE id = ${importId}::uuid AND status = 'received' FOR UPDATE`
  return rows.length > 0
}

async function saveApplied(
  { queue, clock }: ApplyDeps,
  tx: Tx,
  { importId, read }: { importId: string; read: ReadRows },
): Promise<void> {
  const counts = countRows(read)
  const { createdBy, campaigns } = await tx.import.update({
    where: { id: importId },
    data: { ...counts, status: 'applied', content: null, appliedAt: clock.now() },
    select: { createdBy: true, campaigns: { select: { id: true } } },
  })
  await audit(tx, {
    actor: { kind: 'member', slackUserId: createdBy.slackUserId, name: createdBy.name, slackAdmin: false },
    action: 'applied',
    subject: 'import',
    subjectId: importId,
    origin: 'slack',
    detail: counts,
  })
  const anyRefused = counts.rowsRefused + counts.rowsRepeated > 0
  for (const { id: campaignId } of campaigns) {
    await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    // The list goes into the thread of the card, which the job above posts first.
    if (anyRefused) await queue.enqueue(tx, jobs.shareRefusals, { payload: { campaignId }, afterSeconds: 2 })
  }
}

/** The file was read once when it came in, so this is rare; the card then says what is wrong with it. */
async function failImport({ db, queue }: ApplyDeps, importId: string, sentence: string): Promise<void> {
  await db.$transaction(async (tx) => {
    if (!(await lockReceived(tx, importId))) return
    const { campaigns } = await tx.import.update({
      where: { id: importId },
      data: { status: 'failed', content: null },
      select: { campaigns: { select: { id: true } } },
    })
    for (const { id: campaignId } of campaigns) {
      await tx.campaign.update({ where: { id: campaignId }, data: { statusReason: sentence } })
      await queue.enqueue(tx, jobs.showCampaign, { payload: { campaignId }, key: campaignId })
    }
  })
}
