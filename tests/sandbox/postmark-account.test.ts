import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AccountClient } from 'postmark'
import type { ServerClient } from 'postmark'

import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { accountToken, call, message, startReceiver, startRig } from './postmark-rig.ts'

let standIn: PostmarkStandIn
let client: ServerClient
let account: AccountClient

beforeEach(async () => {
  ;({ standIn, client } = await startRig({ signatures: ['boss@elsewhere.example.com'] }))
  account = new AccountClient(accountToken, { useHttps: false, requestHost: `127.0.0.1:${standIn.port}` })
})

afterEach(async () => standIn.stop())

describe('streams', () => {
  it('are the three of a new server, the broadcast one with custom unsubscribe handling', async () => {
    const { MessageStreams } = await client.getMessageStreams()
    expect(
      MessageStreams.map((stream) => [
        stream.ID,
        stream.MessageStreamType,
        stream.SubscriptionManagementConfiguration.UnsubscribeHandlingType,
      ]),
    ).toEqual([
      ['outbound', 'Transactional', 'None'],
      ['broadcast', 'Broadcasts', 'Custom'],
      ['inbound', 'Inbound', 'None'],
    ])
  })

  it('can be made, changed, archived and used', async () => {
    const body = { ID: 'news', Name: 'News', MessageStreamType: 'Broadcasts' }
    const made = await call(standIn, '/message-streams', { body })
    expect(made.json['SubscriptionManagementConfiguration']).toEqual({ UnsubscribeHandlingType: 'Postmark' })
    const edited = await client.editMessageStream('news', { Name: 'Tidings' })
    expect(edited.Name).toBe('Tidings')
    await expect(client.sendEmail(message({ MessageStream: 'news' }))).resolves.toMatchObject({
      ErrorCode: 0,
    })
    await client.archiveMessageStream('news')
    await expect(client.sendEmail(message({ MessageStream: 'news' }))).rejects.toMatchObject({ code: 1235 })
  })

  it.each([
    [{ ID: 'Bad', MessageStreamType: 'Broadcasts' }, 1224],
    [{ ID: 'broadcast', MessageStreamType: 'Broadcasts' }, 1225],
    [
      {
        ID: 'a',
        MessageStreamType: 'Transactional',
        SubscriptionManagementConfiguration: { UnsubscribeHandlingType: 'Custom' },
      },
      1238,
    ],
    [
      {
        ID: 'a',
        MessageStreamType: 'Broadcasts',
        SubscriptionManagementConfiguration: { UnsubscribeHandlingType: 'None' },
      },
      1239,
    ],
  ])('%j are refused with %i', async (body, code) => {
    const answer = await call(standIn, '/message-streams', { body })
    expect([answer.status, answer.json['ErrorCode']]).toEqual([422, code])
  })
})

describe('suppressions', () => {
  const change = (count: number) => ({
    Suppressions: Array.from({ length: count }, (_, n) => ({ EmailAddress: `a${n}@example.com` })),
  })

  it('can be made, listed with filters and taken back, and tell the webhooks', async () => {
    const receiver = await startReceiver()
    standIn.connect({ eventsUrl: receiver.url })
    const made = await client.createSuppressions('broadcast', change(2))
    expect(made.Suppressions.map(({ Status }) => Status)).toEqual(['Suppressed', 'Suppressed'])
    const dump = await client.getSuppressions('broadcast', { emailAddress: 'A1@example.com' })
    expect(dump.Suppressions).toMatchObject([
      { EmailAddress: 'a1@example.com', SuppressionReason: 'ManualSuppression', Origin: 'Customer' },
    ])
    expect((await client.getSuppressions('outbound')).Suppressions).toEqual([])
    const gone = await client.deleteSuppressions('broadcast', change(1))
    expect(gone.Suppressions).toMatchObject([{ EmailAddress: 'a0@example.com', Status: 'Deleted' }])
    await standIn.webhooks.idle()
    await receiver.stop()
    const changes = receiver.received.map(({ body }) => [
      body['Recipient'],
      body['SuppressSending'],
      body['SuppressionReason'],
      body['MessageID'],
    ])
    expect(changes).toEqual([
      ['a0@example.com', true, 'ManualSuppression', null],
      ['a1@example.com', true, 'ManualSuppression', null],
      ['a0@example.com', false, null, null],
    ])
  })

  it('take 50 at a time, fail singly for what is no address, and know their streams', async () => {
    await expect(client.createSuppressions('broadcast', change(50))).resolves.toBeDefined()
    await expect(client.createSuppressions('broadcast', change(51))).rejects.toMatchObject({ code: 1410 })
    await expect(client.getSuppressions('nope')).rejects.toMatchObject({ code: 1226 })
    const mixed = await client.createSuppressions('broadcast', { Suppressions: [{ EmailAddress: 'x' }] })
    expect(mixed.Suppressions[0]?.Status).toBe('Failed')
  })
})

describe('the account', () => {
  it('sends from a confirmed signature, and from a domain once it is verified', async () => {
    await expect(client.sendEmail(message({ From: 'boss@elsewhere.example.com' }))).resolves.toBeDefined()
    const domain = await account.createDomain({ Name: 'New.example.com' })
    const From = 'anyone@new.example.com'
    await expect(client.sendEmail(message({ From }))).rejects.toMatchObject({ code: 400 })
    const verified = await account.verifyDomainDKIM(domain.ID)
    expect(verified.DKIMVerified).toBe(true)
    await expect(client.sendEmail(message({ From }))).resolves.toMatchObject({ ErrorCode: 0 })
    await expect(account.createDomain({ Name: 'new.example.com' })).rejects.toMatchObject({ code: 512 })
    const listed = await account.getDomains({ count: 10, offset: 1 })
    expect([listed.TotalCount, listed.Domains.map(({ Name }) => Name)]).toEqual([2, ['new.example.com']])
  })

  it('does not send from a signature that nobody confirmed', async () => {
    await account.createSenderSignature({ FromEmail: 'new@elsewhere.example.com', Name: 'New' })
    await expect(client.sendEmail(message({ From: 'new@elsewhere.example.com' }))).rejects.toMatchObject({
      code: 400,
    })
  })

  it('asks for its own token', async () => {
    const answer = await call(standIn, '/domains?count=1&offset=0', {
      headers: { 'X-Postmark-Account-Token': 'wrong' },
    })
    expect([answer.status, answer.json['ErrorCode']]).toEqual([401, 10])
  })

  it('shows the server, and takes a new inbound hook and domain', async () => {
    const edited = await client.editServer({
      InboundHookUrl: 'http://127.0.0.1:1/in',
      InboundDomain: 'in.mail.example.com',
    })
    expect(edited).toMatchObject({ ID: 23, InboundDomain: 'in.mail.example.com' })
    const mail = { from: 'a@b.example.com', to: 'any+x@in.mail.example.com', subject: '', text: '' }
    expect(standIn.inbox.sendNew(mail).status).toBe('queued')
    expect((await client.getServer()).InboundHookUrl).toBe('http://127.0.0.1:1/in')
  })
})
