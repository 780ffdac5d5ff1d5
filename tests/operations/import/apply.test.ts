import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { applyImport } from '../../../src/operations/import/apply.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeDraft } from '../../support/drafts.ts'
import { sampleBytes, textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE contact, import, campaign CASCADE`
})

/** Imports a file of these lines and returns what is stored of the import. */
async function importLines(...lines: string[]) {
  const rig = importRig(database.db, textBytes(lines.join('\n')))
  const { importId } = await makeDraft(rig, { subject: 'Hello', body: 'Hello' })
  await applyImport(rig, { importId })
  return database.db.import.findUniqueOrThrow({ where: { id: importId }, include: { refusals: true } })
}

describe('An import of the sample file', () => {
  it('makes contacts of the good rows and keeps the others with their reasons', async () => {
    const { db } = database
    const rig = importRig(db, sampleBytes('contacts-500.csv'))
    const { importId, campaignId } = await makeDraft(rig)
    rig.recorded.length = 0
    await applyImport(rig, { importId })
    const stored = await db.import.findUniqueOrThrow({ where: { id: importId } })
    expect(stored).toMatchObject({ status: 'applied', content: null, appliedAt: rig.clock.now() })
    expect(stored).toMatchObject({ rowsRead: 500, rowsAccepted: 483, rowsRefused: 12, rowsRepeated: 5 })
    expect(await db.contact.count()).toBe(483)
    expect(await db.importContact.count({ where: { importId } })).toBe(483)
    expect(await db.consent.count({ where: { importId, channel: 'email' } })).toBe(482)
    expect(await db.importRefusal.count({ where: { importId } })).toBe(17)
    expect(rig.recorded).toEqual([
      { job: 'show-campaign', payload: { campaignId }, key: campaignId },
      { job: 'share-refusals', payload: { campaignId }, key: undefined },
    ])
    expect(await db.auditEntry.count({ where: { subject: 'import', subjectId: importId } })).toBe(1)
    const tom = await db.contact.findUniqueOrThrow({
      where: { email: 'tom.fernandezvega5@cafelumiere.example' },
      include: { consents: true },
    })
    expect(tom).toMatchObject({
      firstName: 'Tom',
      company: 'Café Lumière',
      timeZone: 'Asia/Tokyo',
      phone: '+81 3 1234 5615',
      attributes: { employees: '2555', annual_revenue: '€1.2M', notes: 'said "call me in autumn"' },
    })
    expect(tom.consents).toMatchObject([{ source: 'customer', obtainedAt: new Date('2026-04-12') }])
  })

  it('may run twice, at once or later, and changes nothing the second time', async () => {
    const rig = importRig(database.db, sampleBytes('contacts-500.csv'))
    const { importId } = await makeDraft(rig)
    rig.recorded.length = 0
    await Promise.all([applyImport(rig, { importId }), applyImport(rig, { importId })])
    await applyImport(rig, { importId })
    expect(rig.recorded).toHaveLength(2)
    expect(await database.db.importRefusal.count()).toBe(17)
    expect(await database.db.auditEntry.count({ where: { subjectId: importId } })).toBe(1)
  })

  it('by two people at once gives the same contacts once', async () => {
    const rig = importRig(database.db, sampleBytes('contacts-500.csv'))
    const drafts = await Promise.all([makeDraft(rig), makeDraft(rig), makeDraft(rig)])
    await Promise.all(drafts.map(({ importId }) => applyImport(rig, { importId })))
    expect(await database.db.contact.count()).toBe(483)
    expect(await database.db.importContact.count()).toBe(3 * 483)
    expect(await database.db.consent.count()).toBe(482)
  })
})

describe('A contact that comes again', () => {
  it('takes the new values and loses none of the old ones', async () => {
    await importLines('email,first name,company,employees,notes', 'Ada@b.example,Ada,Acme,12,likes tea')
    await importLines('email,first name,company,employees,city', 'ada@B.example,,Acme Ltd,15,London')
    const contacts = await database.db.contact.findMany()
    expect(contacts).toHaveLength(1)
    expect(contacts[0]).toMatchObject({
      email: 'ada@b.example',
      firstName: 'Ada',
      company: 'Acme Ltd',
      attributes: { employees: '15', notes: 'likes tea', city: 'London' },
    })
  })

  it('keeps the first date of a consent, and gets one where there was none', async () => {
    await importLines('email,consent source,consent date', 'a@b.example,fair,2026-01-02', 'c@d.example,fair,')
    await importLines(
      'email,consent source,consent date',
      'a@b.example,fair,2026-03-04',
      'c@d.example,fair,2026-03-04',
    )
    const dates = await database.db.consent.findMany({ orderBy: { obtainedAt: 'asc' } })
    expect(dates.map((consent) => consent.obtainedAt)).toEqual([
      new Date('2026-01-02'),
      new Date('2026-03-04'),
    ])
  })
})

describe('A refused row', () => {
  it('is kept as it stood, on its line', async () => {
    const stored = await importLines(
      'email,name',
      'a@b.example,Ada',
      '"no\nbody",Bob',
      'A@B.example,Eve',
      'c@d.example',
    )
    expect(stored).toMatchObject({ rowsRead: 4, rowsAccepted: 1, rowsRefused: 2, rowsRepeated: 1 })
    expect(stored.refusals).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          line: 3,
          cells: ['no\nbody', 'Bob'],
          reason: 'The email address contains control characters',
        }),
        expect.objectContaining({ line: 5, cells: ['A@B.example', 'Eve'], reason: 'Same address as line 2' }),
        expect.objectContaining({
          line: 6,
          cells: ['c@d.example'],
          reason: 'This row has 1 cell, the header has 2',
        }),
      ]),
    )
  })
})

describe('Refused rows', () => {
  it('are kept up to 10,000, rows to mend before rows that repeat others, and all are counted', async () => {
    const repeats = Array.from({ length: 4 }, () => 'a@b.example')
    const wrong = Array.from({ length: 9_998 }, (_, index) => `nobody ${index}`)
    const stored = await importLines('email', 'a@b.example', ...repeats, ...wrong)
    expect(stored).toMatchObject({ rowsRead: 10_003, rowsRefused: 9_998, rowsRepeated: 4 })
    expect(stored.refusals).toHaveLength(10_000)
    expect(stored.refusals.filter(({ reason }) => reason === 'Same address as line 2')).toHaveLength(2)
  })
})

describe('A file that turns out to be broken', () => {
  it('fails its import, and the card says why', async () => {
    const { db } = database
    const rig = importRig(db, textBytes('email\na@b.example\n'))
    const { importId, campaignId } = await makeDraft(rig, { subject: 'Hello', body: 'Hello' })
    await db.import.update({ where: { id: importId }, data: { content: Buffer.from('%PDF-1.7') } })
    rig.recorded.length = 0
    await applyImport(rig, { importId })
    expect(await db.import.findUnique({ where: { id: importId } })).toMatchObject({
      status: 'failed',
      content: null,
    })
    const campaign = await db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
    expect(campaign.statusReason).toBe('That is a PDF. Upload the contacts as a CSV file.')
    expect(rig.recorded).toEqual([{ job: 'show-campaign', payload: { campaignId }, key: campaignId }])
  })
})
