import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { signedLinks } from '../../src/adapters/signed-links.ts'
import type { Message } from '../../src/db/generated/prisma/client.ts'
import { createHttpApp, type HttpServer, startHttpServer } from '../../src/http/server.ts'
import { unsubscribeRoutes } from '../../src/http/unsubscribe.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'
import { clockAt } from '../support/fakes.ts'
import { type LoggedLine, quietLog } from '../support/quiet-log.ts'
import { recordingQueue } from '../support/recording-queue.ts'
import { enroll, insertCampaign, insertContact, insertMessage } from '../support/rows.ts'

const links = signedLinks({ secret: 'the secret of this test, long enough', publicUrl: '' })

let database: TestDatabase
let server: HttpServer
let lines: LoggedLine[]
let message: Message
let link: string
beforeAll(async () => {
  database = await testDatabase()
  const quiet = quietLog()
  lines = quiet.lines
  const clock = clockAt('2026-12-01T09:00:00Z')
  const deps = { db: database.db, links, queue: recordingQueue().queue, clock, log: quiet.log }
  const app = createHttpApp({ parts: [unsubscribeRoutes(deps)], log: quiet.log })
  server = await startHttpServer(app, { port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await server.close()
  await database.stop()
})
beforeEach(async () => {
  const contact = await insertContact(database.db)
  const enrollment = await enroll(database.db, {
    campaign: await insertCampaign(database.db),
    contactId: contact.id,
  })
  message = await insertMessage(database.db, { enrollment, state: 'sent' })
  link = `http://127.0.0.1:${server.port}${links.unsubscribe(message.id)}`
})

const isSuppressed = async () =>
  (await database.db.suppression.count({ where: { address: message.address } })) === 1

describe('the unsubscribe page', () => {
  it('asks before it does anything, however often it is looked at', async () => {
    for (const method of ['GET', 'GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200)
    const html = await (await fetch(link)).text()
    expect(html).toContain(message.address)
    expect(html).toMatch(/<form method="post"><button type="submit">Unsubscribe<\/button><\/form>/)
    expect(await isSuppressed()).toBe(false)
  })

  it('unsubscribes when its button is pressed, and says so, the second time too', async () => {
    for (let time = 0; time < 2; time += 1) {
      const response = await fetch(link, { method: 'POST' })
      expect(response.status).toBe(200)
      expect(await response.text()).toContain('You are unsubscribed')
    }
    expect(await isSuppressed()).toBe(true)
  })

  it('takes a mail program’s one-click request without redirect or cookie', async () => {
    const response = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    })
    expect(response.status).toBe(200)
    expect(response.headers.has('set-cookie')).toBe(false)
    expect(await isSuppressed()).toBe(true)
  })

  it('answers a forged link with a page in plain words and 404', async () => {
    const forged = link.slice(0, -1) + (link.endsWith('A') ? 'E' : 'A')
    for (const method of ['GET', 'POST']) {
      const response = await fetch(forged, { method })
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('This link does not work')
    }
    expect(await isSuppressed()).toBe(false)
  })

  it('answers what cannot even be decoded with 400 and logs no fault', async () => {
    expect((await fetch(`http://127.0.0.1:${server.port}/u/%E0%A4%A`)).status).toBe(400)
    expect(lines).toEqual([])
  })

  it('runs no script, is in no frame and no cache, and tells nobody its address', async () => {
    const { headers, ...response } = await fetch(link).then(async (answer) => ({
      headers: answer.headers,
      html: await answer.text(),
    }))
    const style = /<style>([^]*)<\/style>/.exec(response.html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(headers.get('content-security-policy')).toContain(`default-src 'none'; style-src 'sha256-${hash}'`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('shows an address that holds markup as text', async () => {
    const address = '"<img src=x>"&@example.com'
    await database.db.message.update({ where: { id: message.id }, data: { address } })
    const html = await (await fetch(link)).text()
    expect(html).not.toContain('<img')
    expect(html).toContain('&quot;&lt;img src=x&gt;&quot;&amp;@example.com')
  })
})
