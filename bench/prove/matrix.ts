import { setTimeout } from 'node:timers/promises'
import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import type { Db } from '../../src/db/client.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import type { Undo } from '../ground/undo.ts'
import { type Row, told } from '../report.ts'
import { type Diary, makeTrouble } from './chaos.ts'
import { type Fleet, killingFleet, startCalmWorker, type WorkerKind } from './fleet.ts'
import { type Seen, startProvider } from './provider.ts'
import { randomFrom } from './random.ts'
import { judge } from './verdict.ts'
import { receiveWebhooks } from './webhooks.ts'

/** What is asked of a run. The seed decides every random choice made here; when a kill lands is up to the machine. */
export type MatrixOptions = { kills: number; mails: number; seed: number; mode: 'ledger' | 'naive' }

const quietMs = 600_000

/** Two workers killed at random while the provider drops answers and people pause, resume and leave; then the verdict. */
export async function killMatrix(undo: Undo, { kills, mails, seed, mode }: MatrixOptions): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 6 })
  const { postmark, seen } = await startProvider(undo, seed)
  const deps = await realDeps(ground, postmark.url)
  await receiveWebhooks(undo, deps, postmark)
  // The naive sender knows no second step.
  const stepsEach = mode === 'naive' ? 1 : 3
  const size = Math.ceil(mails / stepsEach)
  const audience = await seedAudience(ground.db, { size, name: 'matrix' })
  const campaignId = await launchFor(deps, {
    audience,
    sequence: Array.from({ length: stepsEach }, (_, step) => ({
      subject: `Hello ${step}`,
      body: 'Hello {{ first_name }}',
    })),
  })

  const kind: WorkerKind = { databaseUrl: ground.url, postmarkUrl: postmark.url, mode }
  const calm = new AbortController()
  const isBusy = () => hasWork(ground.db)
  const fleet = killingFleet(kind, { kills, random: randomFrom(seed), isBusy })
  const trouble = makeTrouble(deps, {
    campaignId,
    random: randomFrom(seed + 1),
    until: calm.signal,
    postmark,
  })
  await fleet.done
  calm.abort()
  const diary = await trouble

  const workers = [startCalmWorker(kind), startCalmWorker(kind)]
  await untilQuiet(ground.db, postmark)
  for (const worker of workers) await worker.stop()
  const verdict = await judge(ground.db, {
    campaignId,
    stepsEach,
    accepted: postmark.accepted.counts(),
    diary,
  })
  return [...storyOf({ fleet, seen, diary }), ...verdict]
}

/** What was done to Baton. */
function storyOf({ fleet, seen, diary }: { fleet: Fleet; seen: Seen; diary: Diary }): Row[] {
  return [
    told('SIGKILLs', fleet.kills(), 'kills'),
    told('of them while there was work', fleet.busyKills(), 'kills'),
    told('answers dropped after acceptance', seen.answersDropped, 'calls'),
    told('calls lost before it', seen.callsLost, 'calls'),
    told('calls whose end Baton had to ask for', seen.asked.size, 'calls'),
    told('unsubscribes meanwhile', diary.left.size, 'people'),
    told('pauses meanwhile', diary.pauses, 'pauses'),
    told('new versions meanwhile', diary.edits, 'versions'),
    told('opens meanwhile', diary.opens, 'webhooks'),
  ]
}

async function hasWork(db: Db): Promise<boolean> {
  const [found] = await db.$queryRaw<{ work: boolean }[]>`
    SELECT EXISTS (SELECT FROM enrollment WHERE status = 'active')
      OR EXISTS (SELECT FROM message WHERE state IN ('queued', 'sending', 'unknown'))
      OR EXISTS (SELECT FROM open_call) AS work`
  return found?.work ?? false
}

/** Until nothing is due, nothing is open and nothing that was told waits to be applied. */
async function untilQuiet(db: Db, postmark: PostmarkStandIn): Promise<void> {
  const deadline = Date.now() + quietMs
  while (Date.now() < deadline) {
    await postmark.webhooks.idle()
    const untold = await db.webhookDelivery.count({ where: { appliedAt: null } })
    if (untold === 0 && !(await hasWork(db))) return
    await setTimeout(100)
  }
  console.error(`Not quiet after ${quietMs / 1000} seconds: judged as it is.`)
}
