import { setTimeout } from 'node:timers/promises'
import { startPostmark } from '../../sandbox/postmark/server.ts'
import type { Db } from '../../src/db/client.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import { postmarkToken, senderDomain } from '../ground/environment.ts'
import type { Undo } from '../ground/undo.ts'
import { type Row, told } from '../report.ts'
import { makeTrouble } from './chaos.ts'
import { killingFleet, startCalmWorker, type WorkerKind } from './fleet.ts'
import { randomFrom } from './random.ts'
import { judge } from './verdict.ts'
import { longestLagMs } from './windows.ts'

/** What is asked of a run. The seed decides every random choice made here; when a kill lands is up to the machine. */
export type MatrixOptions = { kills: number; mails: number; seed: number; mode: 'ledger' | 'naive' }

const droppedAnswers = 0.05
const quietMs = 180_000

/** Two workers killed at random while the provider drops answers and people pause, resume and leave; then the verdict. */
export async function killMatrix(undo: Undo, { kills, mails, seed, mode }: MatrixOptions): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 6 })
  const postmark = await startPostmark({
    serverToken: postmarkToken,
    accountToken: 'prove',
    domains: [senderDomain],
    seed,
    keepBodies: false,
    automaticDelivery: false,
    answerLatencyMs: 90,
    indexLagMs: (random) => random() * longestLagMs,
  })
  undo.push(() => postmark.stop())
  postmark.faults.add({
    match: { path: '/email/batch' },
    probability: droppedAnswers,
    reply: 'accept-then-reset',
  })

  const deps = await realDeps(ground, postmark.url)
  const audience = await seedAudience(ground.db, { size: mails, name: 'matrix' })
  const campaignId = await launchFor(deps, {
    audience,
    sequence: [{ subject: 'Hello', body: 'Hello {{ first_name }}' }],
  })
  const kind: WorkerKind = { databaseUrl: ground.url, postmarkUrl: postmark.url, mode }

  const calm = new AbortController()
  const fleet = killingFleet(kind, { kills, random: randomFrom(seed) })
  const trouble = makeTrouble(deps, { campaignId, random: randomFrom(seed + 1), until: calm.signal })
  await fleet.done
  calm.abort()
  const diary = await trouble
  const workers = [startCalmWorker(kind), startCalmWorker(kind)]
  await untilQuiet(ground.db)
  for (const worker of workers) await worker.stop()
  const accepted = postmark.accepted.counts()
  return [
    told('SIGKILLs', fleet.kills(), 'kills'),
    told(
      'answers dropped after acceptance',
      postmark.journal.requests().filter((r) => r.fault !== null).length,
      'calls',
    ),
    told('unsubscribes meanwhile', diary.left.size, 'people'),
    told('pauses meanwhile', diary.pauses, 'pauses'),
    ...(await judge(ground.db, { campaignId, accepted, diary })),
  ]
}

/** Until nothing is due and nothing is open. */
async function untilQuiet(db: Db): Promise<void> {
  const deadline = Date.now() + quietMs
  while (Date.now() < deadline) {
    const [left] = await db.$queryRaw<{ left: boolean }[]>`
      SELECT EXISTS (SELECT FROM enrollment WHERE status = 'active')
        OR EXISTS (SELECT FROM message WHERE state IN ('queued', 'sending', 'unknown')) AS left`
    if (left?.left === false) return
    await setTimeout(100)
  }
  console.error(`Not quiet after ${quietMs / 1000} seconds: judged as it is.`)
}
