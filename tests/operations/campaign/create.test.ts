import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { CampaignForm } from '../../../src/domain/campaign-form.ts'
import { createCampaign } from '../../../src/operations/campaign/create.ts'
import type { FileOutcome } from '../../../src/ports/chat.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { filledForm, importRig, makeDraft, mara } from '../../support/drafts.ts'
import { someMember } from '../../support/fakes.ts'
import { sampleBytes, textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())

const goodFile = 'First name,Email,Company\nAda,a@b.example,Acme\n'

async function problemsWith(given: Partial<CampaignForm>, file: FileOutcome | string = goodFile) {
  const rig = importRig(database.db, textBytes(goodFile))
  rig.chat.files.set('F1', typeof file === 'string' ? { kind: 'ok', bytes: textBytes(file) } : file)
  const outcome = await createCampaign(rig, { form: filledForm(given), actor: mara })
  return outcome.kind === 'problems' ? outcome.problems : []
}

describe('A filled-in form', () => {
  it('becomes a draft with its file, its owner, an audit entry and the import in line', async () => {
    const { db } = database
    const bytes = sampleBytes('contacts-500.csv')
    const rig = importRig(db, bytes)
    const { campaignId, importId } = await makeDraft(rig)
    const campaign = await db.campaign.findUniqueOrThrow({
      where: { id: campaignId },
      include: { owner: true, import: true },
    })
    expect(campaign).toMatchObject({
      name: 'Spring launch',
      status: 'draft',
      senderName: 'Mara Holm',
      senderEmail: 'mara@baton.example',
      plan: { steps: [{ variants: [{ subject: 'Hello {{ first_name }}', body: 'How is {{ company }}?' }] }] },
      handoverScore: 70,
      channelId: 'C1',
      salesChannelId: 'C2',
      owner: { slackUserId: 'U0MARA', name: 'Mara' },
      import: { fileName: 'leads.csv', status: 'received' },
    })
    expect(Buffer.from(campaign.import.content ?? []).equals(bytes)).toBe(true)
    expect(campaign.import.mapping).toEqual(expect.arrayContaining(['email', 'phone', 'annual_revenue']))
    expect(rig.recorded).toEqual([{ job: 'apply-import', payload: { importId }, key: undefined }])
    const [entry] = await db.auditEntry.findMany({ where: { subjectId: campaignId } })
    expect(entry).toMatchObject({ actor: `member:${campaign.ownerId}`, action: 'created', origin: 'slack' })
  })

  it.each([
    ['its maker’s', 'Asia/Tokyo', 'Asia/Tokyo'],
    ['the workspace’s, where Slack knows none of its maker', null, 'Europe/Berlin'],
    ['the workspace’s, where its maker’s is none', 'Mars/Olympus', 'Europe/Berlin'],
  ])('goes by a time zone: %s', async (_, timeZone, zone) => {
    const rig = importRig(database.db, textBytes(goodFile))
    rig.settings.timeZone = 'Europe/Berlin'
    rig.chat.profiles.set(mara.slackUserId, { ...someMember, timeZone })
    const { campaignId } = await makeDraft(rig)
    const { plan } = await database.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
    expect(plan).toMatchObject({ zone })
  })

  it('may use every column of its file as a merge field', async () => {
    expect(await problemsWith({ body: '{{ city_hall }}' }, 'Email,City Hall\na@b.example,x\n')).toEqual([])
  })

  it('gets everything that is wrong with it at once, and nothing is kept', async () => {
    const before = await database.db.campaign.count()
    const problems = await problemsWith({
      name: ' ',
      senderEmail: 'mara at baton',
      subject: 'Hi {{ frist_name }}',
      handoverScore: 101,
      salesChannelId: '',
    })
    expect(problems).toEqual([
      { field: 'name', sentence: 'Give the campaign a name.' },
      { field: 'senderEmail', sentence: '“mara at baton” is not an email address.' },
      { field: 'salesChannel', sentence: 'Choose the channel that gets the leads.' },
      { field: 'handoverScore', sentence: 'The score is a whole number from 0 to 100.' },
      { field: 'subject', sentence: 'No column is called frist_name.' },
    ])
    expect(await database.db.campaign.count()).toBe(before)
  })

  it.each<[string, FileOutcome | string, string]>([
    ['is a PDF', '%PDF-1.7', 'That is a PDF.'],
    ['is empty', '', 'That file is empty.'],
    [
      'has no address column',
      'Name,City\nAda,London\n',
      'No column holds email addresses. The columns are “Name”, “City”.',
    ],
    ['has no header', 'Ada,a@b.example\nBob,c@d.example\n', 'The first line already holds an address.'],
    ['weighs too much', { kind: 'too-large' }, 'That file is over 10 MB.'],
    [
      'cannot be fetched',
      { kind: 'unreadable', reason: 'it was deleted' },
      'could not be read: it was deleted',
    ],
  ])('whose file %s is refused with a sentence on the file', async (_, file, sentence) => {
    const problems = await problemsWith({}, file)
    expect(problems).toEqual([{ field: 'file', sentence: expect.stringContaining(sentence) }])
  })

  it('with a file that says it is over 10 MB is refused without fetching it', async () => {
    const rig = importRig(database.db, textBytes(goodFile))
    const file = { ...filledForm().file, size: 10 * 1024 * 1024 + 1 }
    const outcome = await createCampaign(rig, { form: filledForm({ file }), actor: mara })
    expect(outcome).toMatchObject({ kind: 'problems', problems: [{ field: 'file' }] })
    expect(rig.chat.calls).toEqual([])
  })
})
