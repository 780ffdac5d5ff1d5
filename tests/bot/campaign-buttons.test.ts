import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Person } from '../../sandbox/slack/person-types.ts'
import type { CampaignCard } from '../../src/ports/chat.ts'
import { applyImport } from '../../src/operations/import/apply.ts'
import { createCampaign } from '../../src/operations/campaign/create.ts'
import { draft, rendered } from '../views/samples.ts'
import { filledForm } from '../support/drafts.ts'
import { textBytes } from '../support/samples.ts'
import { startDoor, type DoorRig } from './door-rig.ts'

const csv = 'Email,First name,Company\nada@example.com,Ada,Engines\nbob@example.com,Bob,Barges\n'

let rig: DoorRig
let maria: Person
beforeAll(async () => {
  const file = { kind: 'ok' as const, bytes: textBytes(csv) }
  rig = await startDoor('socket', (deps) => ({
    ...deps,
    chat: { ...deps.chat, readFile: () => Promise.resolve(file) },
  }))
  maria = rig.slack.person('U0MARIA')
})
afterAll(() => rig.stop())

/** A draft with its contacts, and its card in #marketing. */
async function seedDraft(name: string): Promise<CampaignCard & { ts: string }> {
  const actor = {
    kind: 'member' as const,
    slackUserId: 'U0MARIA',
    name: 'Maria Rossi',
    slackAdmin: false,
  }
  const form = filledForm({ name, channelId: 'C0MKT', salesChannelId: 'C0SALES' })
  const outcome = await createCampaign(rig.deps, { form, actor })
  if (outcome.kind !== 'created') throw new Error(JSON.stringify(outcome))
  const { importId } = await rig.deps.db.campaign.findUniqueOrThrow({ where: { id: outcome.campaignId } })
  await applyImport(rig.deps, { importId })
  const counts = { rowsRead: 2, rowsAccepted: 2, rowsRefused: 0, rowsRepeated: 0 }
  const card = { ...draft, id: outcome.campaignId, name, importCounts: counts }
  const { ts } = await rig.chat.showCampaign(card, { channelId: 'C0MKT', ts: null })
  await rig.deps.db.campaign.update({ where: { id: card.id }, data: { cardTs: ts } })
  return { ...card, ts }
}

const statusOf = async (id: string) =>
  (await rig.deps.db.campaign.findUniqueOrThrow({ where: { id } })).status
const reads = (text: RegExp) => rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text })
const seesInModal = (words: string) =>
  rig.slack.waitFor(
    `a modal with ${words}`,
    () => maria.snapshot().modals.length > 0 && maria.reads('modal').join('\n').includes(words),
  )

it('previews a campaign from its card, and shows it as another contact would see it', async () => {
  const { ts } = await seedDraft('Preview me')
  await maria.click({ where: { channel: '#marketing', ts }, text: 'Preview' })
  await seesInModal('How is Engines?')
  const found = await maria.suggest({ where: 'modal', field: 'Another contact', query: 'bob' })
  expect(found.map(({ text }) => text)).toEqual(['Bob · Barges · bob@example.com'])
  await maria.choose({ where: 'modal', field: 'Another contact', option: 'Bob · Barges · bob@example.com' })
  await seesInModal('How is Barges?')
  expect(maria.reads('modal').join('\n')).not.toContain('Engines')
  await maria.click({ where: 'modal', text: 'Send test to me' })
  await seesInModal('Test sent to maria@acme.example.')
  expect(maria.snapshot().modals[0]?.blocks[0]).toMatchObject({ type: 'alert', level: 'success' })
  await maria.close('all')
})

it('launches from the review, once, and answers a second press with a sentence', async () => {
  const card = await seedDraft('Launch me')
  await maria.slash('#marketing', '/campaign new')
  const { viewId } = await rig.slack.waitForModal({ user: 'U0MARIA' })
  await rig.chat.showCampaignReview(viewId, card, rendered)
  await seesInModal('goes to *2 contacts*')
  await maria.click({ where: 'modal', text: 'Launch', confirm: true })
  await seesInModal('Launched. 2 people get this email, starting now. The card shows how it goes.')
  await maria.close('all')
  expect(await statusOf(card.id)).toBe('running')
  await maria.click({ where: { channel: '#marketing', ts: card.ts }, text: 'Launch', confirm: true })
  expect((await reads(/so it cannot be launched/)).ephemeral).toBe(true)
})

it('says after a launch who is left out and why, as the question did', async () => {
  const { enrollment, suppression } = rig.deps.db
  await enrollment.deleteMany()
  await suppression.create({
    data: { channel: 'email', address: 'bob@example.com', reason: 'bounced', source: 'test' },
  })
  const { ts } = await seedDraft('Bob bounced')
  await maria.click({ where: { channel: '#marketing', ts }, text: 'Launch', confirm: true })
  const { text } = await reads(/^Launched. 1 person gets/)
  expect(text).toBe(
    'Launched. 1 person gets this email, starting now. 1 is left out (1 bounced). The card shows how it goes.',
  )
  await suppression.deleteMany()
  await enrollment.deleteMany()
})

it('pauses, resumes and cancels by name', async () => {
  const { id, ts } = await seedDraft('Spring & summer')
  await maria.click({ where: { channel: '#marketing', ts }, text: 'Launch', confirm: true })
  await reads(/^Launched. 2 people get this email/)
  await maria.slash('#marketing', '/campaign pause spring & summer')
  await reads(/^Paused/)
  expect(await statusOf(id)).toBe('paused')
  await maria.slash('#marketing', '/campaign resume spring & summer')
  await reads(/^Resumed/)
  await maria.slash('#marketing', '/campaign cancel spring & summer')
  const { ts: question } = await reads(/^Cancel /)
  expect(await statusOf(id)).toBe('running')
  await maria.click({
    where: { channel: '#marketing', ts: question },
    text: 'Cancel campaign',
    confirm: true,
  })
  await reads(/^Cancelled/)
  expect(await statusOf(id)).toBe('cancelled')
  await maria.slash('#marketing', '/campaign show spring & summer')
  await reads(/Here is its card/)
})

it('answers words that it does not know, names that do not exist, and buttons whose campaign is gone', async () => {
  await maria.slash('#marketing', '/campaign luanch')
  await reads(/^Help for/)
  await maria.slash('#marketing', '/campaign pause nothing like it')
  await reads(/There is no campaign called/)
  await maria.slash('#marketing', '/campaign pause')
  await reads(/Say which campaign/)
  const { id, ts } = await seedDraft('Gone')
  await rig.deps.db.campaign.delete({ where: { id } })
  await maria.click({ where: { channel: '#marketing', ts }, text: 'Launch', confirm: true })
  expect((await reads(/no longer exists/)).ephemeral).toBe(true)
})
