import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { startOpenAi } from '../../sandbox/openai/server.ts'
import type { OpenAiStandIn } from '../../sandbox/openai/types.ts'
import { startPostmark } from '../../sandbox/postmark/server.ts'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { openAiLanguageModel } from '../../src/adapters/openai.ts'
import { postmarkEmail } from '../../src/adapters/postmark.ts'
import type { LanguageModel } from '../../src/ports/language-model.ts'
import type { Email, MailStream, OutgoingMail } from '../../src/ports/email.ts'

describe('Postmark', () => {
  let postmark: PostmarkStandIn
  let email: Email

  beforeAll(async () => {
    postmark = await startPostmark({
      serverToken: 'token-1',
      accountToken: 'token-2',
      domains: ['acme.example'],
    })
    email = postmarkEmail(settingsFor(postmark.url))
  })
  beforeEach(() => postmark.reset())
  afterAll(async () => postmark.stop())

  it.each(['broadcast', 'transactional'] as const)(
    'finds by their attempt the mails of the %s stream',
    async (stream) => {
      const mails = ['m1', 'm2'].map((sendid) => mail({ sendid, stream }))
      const sent = await email.sendBatch(mails)
      const ids =
        sent.kind === 'answered'
          ? sent.outcomes.map((each) => 'providerMessageId' in each && each.providerMessageId)
          : []
      expect(new Set(ids).size).toBe(2)
      const found = await email.findByAttempt('a-1', stream)
      expect(found.toSorted((a, b) => a.sendid.localeCompare(b.sendid))).toEqual([
        { sendid: 'm1', providerMessageId: ids[0] },
        { sendid: 'm2', providerMessageId: ids[1] },
      ])
      expect(await email.findByAttempt('a-2', stream)).toEqual([])
    },
  )

  it('sends a letter to one person on the transactional stream', async () => {
    const sent = await email.sendBatch([mail({ sendid: 'm1', stream: 'transactional' })])
    expect(sent).toMatchObject({ kind: 'answered', outcomes: [{ kind: 'accepted' }] })
    expect(postmark.journal.requests().at(-1)).toMatchObject({ path: '/email' })
  })

  it('settles by a search what was accepted before the connection broke', async () => {
    postmark.faults.add({ reply: 'accept-then-reset' })
    expect(await email.sendBatch([mail({ sendid: 'm1' })])).toMatchObject({ kind: 'unknown' })
    expect(await email.findByAttempt('a-1', 'broadcast')).toMatchObject([{ sendid: 'm1' }])
  })

  it('rejects nobody for a sender that is not confirmed or a stream that does not exist', async () => {
    expect(await email.sendBatch([mail({ sendid: 'm1', from: 'x@other.example' })])).toMatchObject({
      kind: 'sender-refused',
    })
    const elsewhere = postmarkEmail({ ...settingsFor(postmark.url), broadcastStream: 'nowhere' })
    expect(await elsewhere.sendBatch([mail({ sendid: 'm1' })])).toMatchObject({ kind: 'forbidden' })
  })

  it('is forbidden with a wrong token', async () => {
    const stranger = postmarkEmail({ ...settingsFor(postmark.url), serverToken: 'wrong' })
    expect(await stranger.sendBatch([mail({ sendid: 'm1' })])).toMatchObject({ kind: 'forbidden' })
  })
})

describe('OpenAI', () => {
  let openAi: OpenAiStandIn
  let model: LanguageModel

  beforeAll(async () => {
    openAi = await startOpenAi({ apiKey: 'key-1' })
    model = openAiLanguageModel({ apiKey: 'key-1', baseUrl: openAi.url, model: 'small', timeoutMs: 60_000 })
  })
  afterAll(async () => openAi.stop())

  it.each([
    ['Yes, I am interested, call me tomorrow', 'interested'],
    ['Please unsubscribe me', 'unsubscribe'],
    ['You have the wrong person', 'wrong_person'],
  ])('reads “%s” as %s', async (text, intent) => {
    const outcome = await model.readReply({ text, campaignName: 'Unsubscribe now' })
    expect(outcome).toMatchObject({ kind: 'ok', reading: { intent } })
  })

  it('gives no reading of an answer in another shape', async () => {
    openAi.faults.add({ outcome: { kind: 'schema-mismatch' } })
    expect(await model.readReply({ text: 'Hi', campaignName: 'Spring' })).toMatchObject({ kind: 'invalid' })
  })
})

function settingsFor(apiUrl: string) {
  const streams = { broadcastStream: 'broadcast', transactionalStream: 'outbound' }
  return { serverToken: 'token-1', apiUrl, ...streams, timeoutSeconds: 60 }
}

type MailParts = { sendid: string; stream?: MailStream; from?: string }

function mail({ sendid, stream = 'broadcast', from = 'Ann <ann@acme.example>' }: MailParts): OutgoingMail {
  return {
    from,
    to: `${sendid}@lead.example`,
    replyTo: 'reply+t0k@in.acme.example',
    subject: 'Hello',
    html: ['<p>Hi</p>'],
    text: ['Hi'],
    headers: { 'Message-ID': `<${sendid}@acme.example>` },
    metadata: { sendid, attempt: 'a-1' },
    stream,
  }
}
