import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { ServerClient } from 'postmark'

import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import type { UnsubscribeHandling } from '../../sandbox/postmark/words.ts'
import { message, startReceiver, startRig } from './postmark-rig.ts'
import type { Receiver } from './postmark-rig.ts'

let receiver: Receiver
let standIn: PostmarkStandIn
let client: ServerClient

const start = async (unsubscribe: UnsubscribeHandling) => {
  receiver = await startReceiver()
  ;({ standIn, client } = await startRig({
    automaticDelivery: false,
    hooks: { eventsUrl: `${receiver.url}/events` },
    streams: [
      { id: 'outbound', kind: 'Transactional' },
      { id: 'broadcast', kind: 'Broadcasts', unsubscribe },
      { id: 'inbound', kind: 'Inbound' },
    ],
  }))
}

beforeEach(async () => start('Custom'))

afterEach(async () => {
  await standIn.stop()
  await receiver.stop()
})

const restart = async (unsubscribe: UnsubscribeHandling) => {
  await standIn.stop()
  await receiver.stop()
  await start(unsubscribe)
}

const send = async (changes: Record<string, unknown> = {}) =>
  (await client.sendEmail(message({ TrackOpens: true, TrackLinks: 'HtmlAndText', ...changes }))).MessageID

const bodies = async () => {
  await standIn.webhooks.idle()
  return receiver.received.map(({ body }) => body)
}

describe('unsubscribing', () => {
  const own = (url: string) => ({
    Headers: [
      { Name: 'List-Unsubscribe', Value: `<mailto:x@y.example.com>, <${url}>` },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ],
  })

  it('with custom handling posts one click to the sender, and adds nothing to the mail', async () => {
    const id = await send(own(`${receiver.url.replace(/\/\/.*@/, '//')}/u/token`))
    const mail = standIn.inbox.mail(id)
    expect([mail.html, mail.text]).toEqual([message().HtmlBody, message().TextBody])
    await standIn.inbox.unsubscribe(id)
    expect(receiver.received).toMatchObject([
      { path: '/u/token', body: { text: 'List-Unsubscribe=One-Click' } },
    ])
    expect(standIn.journal.attempts()).toEqual([])
  })

  it('with Postmark’s handling replaces the headers, adds a footer and reports the change', async () => {
    await restart('Postmark')
    const id = await send(own('https://example.com/u'))
    const mail = standIn.inbox.mail(id)
    const url = `${standIn.url}/unsubscribe/${id}`
    const listHeaders = mail.headers.filter(({ Name }) => Name.startsWith('List-'))
    expect(listHeaders).toEqual([
      { Name: 'List-Unsubscribe', Value: `<${url}>` },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ])
    expect(mail.html).toContain(`href="${url}"`)
    expect(mail.text).toContain(url)
    await standIn.inbox.unsubscribe(id)
    expect(await bodies()).toMatchObject([
      {
        RecordType: 'SubscriptionChange',
        MessageID: id,
        Recipient: 'john@example.com',
        Origin: 'Recipient',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
        Metadata: { sendid: 's-1' },
      },
    ])
    await expect(send()).rejects.toMatchObject({ code: 406 })
  })

  it('puts Postmark’s link where the sender left room for it, and then no footer', async () => {
    await restart('Postmark')
    const id = await send({
      HtmlBody: '<a href="{{{ pm:unsubscribe }}}">Leave</a>',
      TextBody: 'Leave: {{{pm:unsubscribe}}}',
    })
    const url = `${standIn.url}/unsubscribe/${id}`
    const { html, text } = standIn.inbox.mail(id)
    expect([html, text]).toEqual([`<a href="${url}">Leave</a>`, `Leave: ${url}`])
  })

  it('on Postmark’s page needs a press of the button, not just a look', async () => {
    await restart('Postmark')
    const id = await send()
    const url = `${standIn.url}/unsubscribe/${id}`
    expect(await (await fetch(url)).text()).toContain('<form method="post">')
    expect(await bodies()).toEqual([])
    await fetch(url, { method: 'POST' })
    expect(await bodies()).toMatchObject([{ RecordType: 'SubscriptionChange' }])
  })

  it('without headers presses the button on the page behind the visible link', async () => {
    const { createServer } = await import('node:http')
    const seen: string[] = []
    const page = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`)
      request.resume()
      response.end(
        '<form action="/confirm?t=1" method="post"><input name="t" value="1"><button>OK</button></form>',
      )
    })
    await new Promise<void>((resolve) => {
      page.listen(0, '127.0.0.1', resolve)
    })
    const address = page.address()
    const port = typeof address === 'object' ? address?.port : 0
    const id = await send({
      HtmlBody: `<a href="http://127.0.0.1:${port}/u/1">Unsubscribe</a>`,
      TextBody: '',
    })
    await standIn.inbox.unsubscribe(id)
    page.close()
    page.closeAllConnections()
    expect(seen).toEqual(['GET /u/1', 'POST /confirm?t=1'])
  })
})
