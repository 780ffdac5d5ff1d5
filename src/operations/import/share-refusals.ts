import { refusalColumns } from '../../domain/column-names.ts'
import { type ImportCounts, maxRefusalsKept } from '../../domain/import.ts'
import type { Deps } from '../deps.ts'

/**
 * Gives the rows that were not taken back to whoever uploaded them, as a file in the thread of the campaign's card:
 * line and reason, then the cells as they were, under the merge fields they stand for, so that the file can be mended
 * and uploaded again. Line and reason come first because a refused row may have any number of cells.
 * Throws while there is no card yet. A crash between upload and the end of the job shares the file a second time.
 */
export async function shareRefusals(
  { db, chat, tables }: Pick<Deps, 'db' | 'chat' | 'tables'>,
  { campaignId }: { campaignId: string },
): Promise<void> {
  const campaign = await db.campaign.findUnique({ where: { id: campaignId }, include: { import: true } })
  if (campaign === null) return
  const refusals = await db.importRefusal.findMany({
    where: { importId: campaign.importId },
    orderBy: { line: 'asc' },
    take: maxRefusalsKept,
  })
  if (refusals.length === 0) return
  if (campaign.cardTs === null) throw new Error('The card of the campaign is not there yet')
  const header = [refusalColumns.line, refusalColumns.reason, ...textsIn(campaign.import.mapping)]
  const rows = refusals.map(({ cells, line, reason }) => [String(line), reason].concat(textsIn(cells)))
  await chat.shareFile(
    { channelId: campaign.channelId, ts: campaign.cardTs },
    {
      name: `${campaign.import.fileName.replace(/\.[^.]*$/, '')}-refused.csv`,
      content: tables.write([header, ...rows]),
      comment: comment(campaign.import, rows.length),
    },
  )
}

function textsIn(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.map((item) => (typeof item === 'string' ? item : '')) : []
}

function comment({ rowsRead, rowsRefused, rowsRepeated }: ImportCounts, rowsInFile: number): string {
  const parts = [
    rowsRefused > 0 && `${figure(rowsRefused)} could not be taken`,
    rowsRepeated > 0 &&
      `${figure(rowsRepeated)} ${rowsRepeated === 1 ? 'repeats' : 'repeat'} an address of an earlier row`,
  ].filter((part) => part !== false)
  const more = rowsRefused + rowsRepeated - rowsInFile
  const rest =
    more > 0 ? ` This file has ${figure(rowsInFile)} of them; there were ${figure(more)} more.` : ''
  return `Of ${figure(rowsRead)} rows, ${parts.join(' and ')}. Mend them in this file and upload it again.${rest}`
}

function figure(number: number): string {
  return number.toLocaleString('en-US')
}
