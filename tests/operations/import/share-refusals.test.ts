import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { shareRefusals } from '../../../src/operations/import/share-refusals.ts'
import { guessColumns } from '../../../src/domain/columns.ts'
import type { Chat } from '../../../src/ports/chat.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeReadyDraft } from '../../support/drafts.ts'
import { readTable, sampleBytes, textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

async function shareOf(bytes: Uint8Array): Promise<Parameters<Chat['shareFile']> | undefined> {
  const rig = importRig(database.db, bytes)
  const { campaignId } = await makeReadyDraft(rig, { subject: 'Hello', body: 'Hello' })
  await database.db.campaign.update({ where: { id: campaignId }, data: { cardTs: '1700.1' } })
  await shareRefusals(rig, { campaignId })
  return rig.chat.shared[0]
}

describe('The rows that were not taken', () => {
  it('come back as a file in the thread of the card, with line and reason, and safe to open', async () => {
    const shared = await shareOf(
      textBytes('email,mobile,notes\nnobody,+1 212 555 0110,=1+1\na@b.example,,\nA@b.example,,\n'),
    )
    expect(shared?.[0]).toEqual({ channelId: 'C1', ts: '1700.1' })
    expect(shared?.[1].name).toBe('leads-refused.csv')
    expect(shared?.[1].comment).toBe(
      'Of 3 rows, 1 could not be taken and 1 repeats an address of an earlier row. Mend them in this file and upload it again.',
    )
    expect(shared?.[1].content).toBe(
      '\uFEFFRefused line,Refused because,email,phone,notes\r\n' +
        "2,“nobody” is not an email address,nobody,'+1 212 555 0110,'=1+1\r\n" +
        '4,Same address as line 3,A@b.example,,\r\n',
    )
  })

  it('can be uploaded again: the same columns, ours ignored', async () => {
    const shared = await shareOf(sampleBytes('contacts-500.csv'))
    const { header, rows } = await readTable(textBytes(shared?.[1].content ?? ''))
    expect(rows).toHaveLength(17)
    const guess = guessColumns(header, rows)
    expect(guess.kind === 'guessed' && guess.mapping.slice(0, 5)).toEqual([
      null,
      null,
      'first_name',
      'last_name',
      'email',
    ])
  })

  it('are kept and given back up to 10,000, and the comment says how many more there were', async () => {
    const lines = Array.from({ length: 10_003 }, (_, index) => `nobody ${index}`)
    const shared = await shareOf(textBytes(['email', 'a@b.example', 'A@b.example', ...lines].join('\n')))
    const { rows } = await readTable(textBytes(shared?.[1].content ?? ''))
    expect(rows).toHaveLength(10_000)
    expect(rows[0]?.cells[2]).toBe('nobody 0')
    expect(shared?.[1].comment).toBe(
      'Of 10,005 rows, 10,003 could not be taken and 1 repeats an address of an earlier row. Mend them in this file and upload it again. This file has 10,000 of them; there were 4 more.',
    )
  })

  it('are given back up to 10,000 of an import that kept more', async () => {
    const rig = importRig(database.db, textBytes('email\nnobody\na@b.example\n'))
    const { campaignId, importId } = await makeReadyDraft(rig, { subject: 'Hello', body: 'Hello' })
    await database.db.campaign.update({ where: { id: campaignId }, data: { cardTs: '1700.1' } })
    await database.db.importRefusal.createMany({
      data: Array.from({ length: 10_001 }, (_, index) => ({
        importId,
        line: index + 10,
        cells: ['x'],
        reason: 'x',
      })),
    })
    await database.db.import.update({ where: { id: importId }, data: { rowsRefused: 10_002 } })
    await shareRefusals(rig, { campaignId })
    expect(rig.chat.shared[0]?.[1].comment).toContain('there were 2 more.')
    expect((await readTable(textBytes(rig.chat.shared[0]?.[1].content ?? ''))).rows).toHaveLength(10_000)
  })

  it('are nothing to share where every row was taken', async () => {
    expect(await shareOf(textBytes('email\na@b.example\n'))).toBeUndefined()
  })

  it('wait for the card', async () => {
    const rig = importRig(database.db, textBytes('email\nnobody\na@b.example\n'))
    const { campaignId } = await makeReadyDraft(rig, { subject: 'Hello', body: 'Hello' })
    await expect(shareRefusals(rig, { campaignId })).rejects.toThrow('not there yet')
    expect(rig.chat.shared).toEqual([])
  })
})
