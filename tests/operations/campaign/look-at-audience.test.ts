import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { previewCampaign } from '../../../src/operations/campaign/preview.ts'
import { searchAudience } from '../../../src/operations/campaign/search-audience.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, mara, makeDraft, makeReadyDraft } from '../../support/drafts.ts'
import { sampleBytes, textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE contact, import, campaign CASCADE`
})

const people = textBytes('email,first name,company\nada@b.example,Ada,Acme\nbob@c.example,Bob,\n')

describe('The preview of a campaign', () => {
  it('shows the mail as one contact would get it', async () => {
    const rig = importRig(database.db, people)
    const { campaignId } = await makeReadyDraft(rig)
    const { id } = await database.db.contact.findUniqueOrThrow({ where: { email: 'ada@b.example' } })
    const { name, mails, preview } = await previewCampaign(rig, {
      campaignId,
      contactId: id,
      mail: null,
      actor: mara,
    })
    expect(mails.map(({ position, subject }) => [position, subject])).toEqual([[1, 'Hello {{ first_name }}']])
    expect({ name, preview }).toEqual({
      name: 'Spring launch',
      preview: {
        kind: 'rendered',
        contactId: id,
        to: 'ada@b.example',
        subject: 'Hello Ada',
        text: 'How is Acme?',
      },
    })
  })

  it('names the merge fields that a contact has no value for', async () => {
    const rig = importRig(database.db, people)
    const { campaignId } = await makeReadyDraft(rig)
    const { id } = await database.db.contact.findUniqueOrThrow({ where: { email: 'bob@c.example' } })
    const { preview } = await previewCampaign(rig, { campaignId, contactId: id, mail: null, actor: mara })
    expect(preview).toEqual({ kind: 'missing', contactId: id, to: 'bob@c.example', fields: ['company'] })
  })

  it('takes the same contact each time when none is named', async () => {
    const rig = importRig(database.db, people)
    const { campaignId } = await makeReadyDraft(rig)
    const first = await previewCampaign(rig, { campaignId, contactId: null, mail: null, actor: mara })
    expect(first.preview.kind).not.toBe('nobody')
    expect(await previewCampaign(rig, { campaignId, contactId: null, mail: null, actor: mara })).toEqual(
      first,
    )
  })

  it('shows nobody of another audience, and nobody before the import is applied', async () => {
    const rig = importRig(database.db, people)
    const { campaignId } = await makeDraft(rig)
    const stranger = await database.db.contact.create({ data: { email: 'eve@elsewhere.example' } })
    const nobody = { kind: 'nobody' }
    for (const contactId of [null, stranger.id]) {
      const { preview } = await previewCampaign(rig, { campaignId, contactId, mail: null, actor: mara })
      expect(preview).toEqual(nobody)
    }
  })

  it('of a campaign that is gone is refused', async () => {
    const rig = importRig(database.db, people)
    const request = {
      campaignId: '0198c0de-0000-7000-8000-000000000000',
      contactId: null,
      mail: null,
      actor: mara,
    }
    await expect(previewCampaign(rig, request)).rejects.toMatchObject({ code: 'campaign-gone' })
  })
})

describe('Looking for somebody in an audience', () => {
  it('finds by name, address and company, whatever the case, at most twenty', async () => {
    const rig = importRig(database.db, sampleBytes('contacts-500.csv'))
    const { campaignId } = await makeReadyDraft(rig)
    const search = (text: string) => searchAudience(database, { campaignId, text, actor: mara })
    expect(await search('')).toHaveLength(20)
    expect(await search('yusuf okafor')).toEqual(
      expect.arrayContaining([
        {
          contactId: expect.any(String),
          label: 'Yusuf Okafor · Delta, Inc. · yusuf.okafor3@deltainc.example',
        },
      ]),
    )
    expect((await search('CAFÉ LUMIÈRE')).every(({ label }) => label.includes('Café Lumière'))).toBe(true)
    expect(await search('nobody at all')).toEqual([])
  })

  it('takes what is typed as it is, and looks in this audience only', async () => {
    const rig = importRig(database.db, textBytes('email,first name\na@b.example,100%\nc@d.example,a_b\n'))
    const { campaignId } = await makeReadyDraft(rig, { body: 'Hello' })
    await makeReadyDraft(importRig(database.db, textBytes('email,first name\ne@f.example,9_9%\n')), {
      body: 'Hello',
    })
    const labels = async (text: string) =>
      (await searchAudience(database, { campaignId, text, actor: mara })).map(({ label }) => label)
    expect(await labels('%')).toEqual(['100% · a@b.example'])
    expect(await labels('_')).toEqual(['a_b · c@d.example'])
    expect(await labels('\\')).toEqual([])
    expect(await labels("'; DROP TABLE contact; --")).toEqual([])
  })
})
