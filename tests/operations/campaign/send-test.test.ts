import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { sendTestCampaign } from '../../../src/operations/campaign/send-test.ts'
import type { SendOutcome } from '../../../src/ports/email.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { importRig, makeReadyDraft, mara } from '../../support/drafts.ts'
import { fakeEmail, plainLinks, someMember } from '../../support/fakes.ts'
import { textBytes } from '../../support/samples.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE contact, import, campaign, member CASCADE`
})

async function testRig(outcome?: SendOutcome) {
  const rig = importRig(
    database.db,
    textBytes('email,first name,company\nada@b.example,Ada,Acme\nbob@c.example,Bob,\n'),
  )
  const known = { name: 'Mara', email: 'mara@office.example', timeZone: 'Europe/Berlin' }
  rig.chat.profiles.set('U0MARA', { ...someMember, ...known })
  const { campaignId } = await makeReadyDraft(rig)
  const ada = await database.db.contact.findUniqueOrThrow({ where: { email: 'ada@b.example' } })
  const email = fakeEmail(outcome)
  return { deps: { ...rig, email, links: plainLinks }, campaignId, contactId: ada.id, email }
}

const ledger = () => database.db.message.findMany()

describe('A test of a campaign', () => {
  it('goes to the member who asks, marked, apart from bulk mail, and is in the ledger', async () => {
    const { deps, campaignId, contactId, email } = await testRig()
    const sent = await sendTestCampaign(deps, { campaignId, contactId, mail: null, actor: mara })
    expect(sent).toEqual({ to: 'mara@office.example' })
    const [message] = await ledger()
    const member = await database.db.member.findUniqueOrThrow({ where: { slackUserId: 'U0MARA' } })
    expect(member).toMatchObject({ email: 'mara@office.example', timeZone: 'Europe/Berlin' })
    expect(message).toMatchObject({
      direction: 'outbound',
      purpose: 'test',
      state: 'sent',
      campaignId,
      memberId: member.id,
      address: 'mara@office.example',
      sentAt: deps.clock.now(),
      providerMessageId: `pm-${message?.id}`,
    })
    expect(email.sent).toEqual([
      {
        from: '"Mara Holm" <mara@baton.example>',
        to: 'mara@office.example',
        replyTo: 'mara@baton.example',
        subject: '[Test] Hello Ada',
        html: ['<p>How is Acme?</p>'],
        text: ['How is Acme?'],
        headers: { 'Message-ID': `<${message?.id}@baton.example>` },
        metadata: { sendid: message?.id, attempt: message?.attempt },
        stream: 'transactional',
      },
    ])
  })

  it('is with the provider under an attempt before the provider is asked', async () => {
    const { deps, campaignId, contactId } = await testRig()
    let seen: unknown
    const email = {
      ...deps.email,
      sendBatch: async (): Promise<SendOutcome> => {
        seen = await ledger()
        return { kind: 'refused', reason: 'seen enough' }
      },
    }
    await expect(
      sendTestCampaign({ ...deps, email }, { campaignId, contactId, mail: null, actor: mara }),
    ).rejects.toThrow('seen enough')
    expect(seen).toMatchObject([{ state: 'sending', claimedAt: deps.clock.now() }])
  })

  it.each<[SendOutcome, [string, string, string]]>([
    [
      {
        kind: 'answered',
        outcomes: [
          {
            kind: 'rejected',
            code: 406,
            reason: 'You tried to send to an inactive recipient.',
            inactive: true,
            about: 'recipient',
          },
        ],
      },
      ['rejected', 'test-rejected', 'did not take the test: You tried to send to an inactive recipient.'],
    ],
    [
      { kind: 'forbidden', reason: 'The server token is wrong.' },
      ['rejected', 'test-rejected', 'The server token is wrong.'],
    ],
    [{ kind: 'refused', reason: 'Too many requests.' }, ['rejected', 'test-rejected', 'Too many requests.']],
    [{ kind: 'refused', reason: 'ECONNREFUSED' }, ['rejected', 'test-rejected', 'the test: ECONNREFUSED.']],
    [{ kind: 'unknown', reason: 'timeout' }, ['unknown', 'test-unknown', 'may have arrived or not']],
  ])(
    'that ends in %j is settled so, and the member reads why: %j',
    async (outcome, [state, code, sentence]) => {
      const { deps, campaignId, contactId } = await testRig(outcome)
      await expect(
        sendTestCampaign(deps, { campaignId, contactId, mail: null, actor: mara }),
      ).rejects.toMatchObject({
        code,
        message: expect.stringContaining(sentence),
      })
      expect(await ledger()).toMatchObject([{ state }])
    },
  )

  it('is not sent, nor in the ledger, where it cannot be written', async () => {
    const { deps, campaignId } = await testRig()
    const bob = await database.db.contact.findUniqueOrThrow({ where: { email: 'bob@c.example' } })
    const asked = { campaignId, contactId: bob.id, mail: null, actor: mara }
    await expect(sendTestCampaign(deps, asked)).rejects.toMatchObject({
      code: 'fields-missing',
      message: expect.stringContaining('company'),
    })
    deps.chat.profiles.clear()
    await expect(sendTestCampaign(deps, { ...asked, contactId: null })).rejects.toMatchObject({
      code: 'no-address',
    })
    await database.db.campaign.update({ where: { id: campaignId }, data: { status: 'completed' } })
    await expect(sendTestCampaign(deps, asked)).rejects.toMatchObject({ code: 'campaign-cannot-test' })
    expect(await ledger()).toEqual([])
    expect(deps.email.sent).toEqual([])
  })
})
