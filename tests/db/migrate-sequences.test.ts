import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { Client } from 'pg'
import { type Db, openDb } from '../../src/db/client.ts'
import { findConversation } from '../../src/db/conversation-queries.ts'
import { migrate } from '../../src/db/migrate.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
import { planDiff } from '../../src/domain/plan-diff.ts'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let database: TestDatabase
let old: { url: string; name: string }
beforeAll(async () => {
  database = await testDatabase()
  const name = `${new URL(database.url).pathname.slice(1)}_old`
  await database.db.$executeRawUnsafe(`CREATE DATABASE ${name}`)
  const url = new URL(database.url)
  url.pathname = `/${name}`
  old = { url: url.href, name }
})
afterAll(async () => {
  await database.db.$executeRawUnsafe(`DROP DATABASE IF EXISTS ${old.name} WITH (FORCE)`)
  await database.stop()
})

/** A campaign under way with one step, of whose two people one was written to, as it was kept before there were sequences. */
const before = `
  WITH member AS (INSERT INTO member (slack_user_id, name) VALUES ('U1', 'Mara') RETURNING id),
  file AS (INSERT INTO import (file_name, status, mapping, created_by_id)
    SELECT 'leads.csv', 'applied', '[]', id FROM member RETURNING id),
  campaign AS (INSERT INTO campaign (name, status, sender_name, sender_email, sequence, import_id, owner_id, channel_id,
      sales_channel_id, launched_at)
    SELECT 'Spring', 'running', 'Mara', 'm@example.com', '[{"subject": "Hello", "body": "Hi", "delayMinutes": 0}]', file.id,
      member.id, 'C1', 'C2', now() FROM file, member RETURNING id),
  version AS (INSERT INTO campaign_version (campaign_id, number, sender_name, sender_email)
    SELECT id, 1, 'Mara', 'm@example.com' FROM campaign RETURNING id),
  step AS (INSERT INTO step (campaign_version_id, position, delay_minutes, subject, html, text)
    SELECT id, 1, 0, 'Hello', '<p>Hi</p>', 'Hi' FROM version RETURNING id),
  contact AS (INSERT INTO contact (email) VALUES ('ada@example.com'), ('bob@gmail.com') RETURNING id, email),
  person AS (INSERT INTO enrollment (campaign_id, campaign_version_id, contact_id, status, step_id, next_at)
    SELECT campaign.id, version.id, contact.id, 'active', step.id, CASE WHEN email LIKE 'bob%' THEN now() END
    FROM campaign, version, step, contact RETURNING id, contact_id, campaign_id, step_id, next_at)
  INSERT INTO message (direction, purpose, state, campaign_id, enrollment_id, step_id, contact_id, address)
  SELECT 'outbound', 'sequence', 'unknown', campaign_id, id, step_id, contact_id, 'ada@example.com'
  FROM person WHERE next_at IS NULL`

async function upgraded(): Promise<{ db: Db; tokens: string[] }> {
  const copy = await mkdtemp(join(tmpdir(), 'baton-migrations-'))
  const isOlder = (path: string) => (/\d{14}(?=_)/.exec(path)?.[0] ?? '') < '20261125090000'
  await cp('prisma/migrations', copy, { recursive: true, filter: isOlder })
  await migrate(old.url, copy)
  const client = new Client({ connectionString: old.url })
  await client.connect()
  await client.query(before)
  const { rows } = await client.query<{ token: string }>('SELECT reply_token AS token FROM enrollment')
  await client.end()
  await migrate(old.url, 'prisma/migrations')
  return { db: openDb(old.url, 2), tokens: rows.map(({ token }) => token) }
}

it('what is under way before there are sequences goes on as it was, without a change that nobody made', async () => {
  const { db, tokens } = await upgraded()
  const campaign = await db.campaign.findFirstOrThrow({ include: { versions: true } })
  const [drafted, frozen] = [readPlan(campaign.plan), readPlan(campaign.versions[0]?.plan)]
  expect(planDiff(frozen, drafted)).toEqual([])
  expect(frozen).toMatchObject({
    besideOthers: true,
    steps: [{ variants: [{ subject: 'Hello', body: 'Hi' }] }],
  })
  const [step] = await db.step.findMany({ include: { variants: true } })
  expect(step).toMatchObject({
    key: frozen.steps[0]?.key,
    variants: [{ subject: 'Hello', drawFrom: 0, drawTo: 65_536 }],
  })
  expect(await db.message.findFirst()).toMatchObject({ stepKey: step?.key, variant: 1, state: 'unknown' })
  expect(await db.campaignZone.findMany()).toMatchObject([{ zone: 'UTC' }])
  const keys = await db.contact.findMany({ orderBy: { email: 'asc' }, select: { companyKey: true } })
  expect(keys.map(({ companyKey }) => companyKey)).toEqual(['example.com', null])
  for (const token of tokens) {
    const signs = { token: token.toUpperCase(), inReplyTo: [], references: [], from: 'somebody@else.example' }
    expect(await findConversation(db, signs)).toMatchObject({ matchedBy: 'mailbox-hash' })
  }
  const kept = await db.enrollment.findMany({ select: { replyToken: true } })
  expect(kept.map(({ replyToken }) => replyToken).toSorted()).toEqual(tokens.toSorted())
  await db.$disconnect()
})
