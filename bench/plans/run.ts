import { randomUUID } from 'node:crypto'
import { openAttempts } from '../../src/db/attempt-queries.ts'
import { finishCampaigns } from '../../src/db/campaign-queries.ts'
import { claimNext } from '../../src/db/claim-next.ts'
import type { Db } from '../../src/db/client.ts'
import { hasDueWork, nextDueAt } from '../../src/db/due-queries.ts'
import { findViolations } from '../../src/db/invariant-queries.ts'
import { type NextDue, nextDues } from '../../src/db/schedule-queries.ts'
import { settleMessages } from '../../src/db/settle-queries.ts'
import { maxBatch, settleAnswer } from '../../src/domain/message.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import type { Undo } from '../ground/undo.ts'
import { measured, type Row, told } from '../report.ts'
import { type Explained, explainingDb } from './explain.ts'
import { fillLedger } from './old-ledger.ts'

/** How the statements that run all the time find their rows in a ledger of so many, and how long each takes. */
export async function benchPlans(
  undo: Undo,
  { rows, show }: { rows: number; show: (text: string) => void },
): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const deps = await realDeps(ground, 'http://127.0.0.1:9')
  const { messages, enrollments } = await fillLedger(deps, rows)
  const figures = [told('ledger', messages, 'messages'), told('enrollments', enrollments, 'people')]
  for (const [name, work] of Object.entries(works())) {
    const { db, explained } = explainingDb(ground.db)
    await work(db)
    for (const { plan } of explained) show(`\n-- ${name}\n${shortened(plan)}`)
    figures.push(...figuresOf(name, explained))
  }
  return figures
}

/** What is looked at, each in its order: settling settles what claiming claimed. */
function works(): Record<string, (db: Db) => Promise<unknown>> {
  const attempt = randomUUID()
  let claimed: string[] = []
  let dues: NextDue[] = []
  const accepted = () =>
    claimed.map((id) => settleAnswer(id, { kind: 'accepted', providerMessageId: randomUUID() }))
  const settle = (db: Db, more: { dues?: NextDue[] }) =>
    settleMessages(
      db,
      { attempt, from: ['sending'] },
      { settlements: accepted(), now: new Date(), retryAt: new Date(), ...more },
    )
  return {
    claim: async (db) => {
      const claim = await claimNext(db, { now: new Date(), attempt, limit: maxBatch, random: 0 })
      claimed = claim?.messages.map(({ messageId }) => messageId) ?? []
      if (claim) dues = nextDues(claim.step, claim.step.zones, new Date())
      if (claimed.length === 0) throw new Error('There was nothing to claim')
    },
    settle: (db) => settle(db, { dues }),
    'settle what was asked about': (db) => settle(db, {}),
    'is anything due': (db) => hasDueWork(db, new Date()),
    'when is something due': (db) => nextDueAt(db, new Date()),
    'which calls are open': (db) => openAttempts(db, new Date()),
    'which campaigns are through': (db) => finishCampaigns(db, new Date()),
    'do the invariants hold': (db) =>
      findViolations(db, { now: new Date(), openBefore: new Date(Date.now() - 3_600_000) }),
  }
}

function figuresOf(name: string, explained: readonly Explained[]): Row[] {
  const scans = explained.flatMap(({ plan }) => plan.match(/Seq Scan on (?:message|enrollment)\b/g) ?? [])
  return [
    told(
      `${name}: time`,
      explained.reduce((sum, { ms }) => sum + ms, 0),
      'ms',
    ),
    measured(`${name}: sequential scans of the ledger`, {
      value: scans.length,
      unit: 'scans',
      target: 0,
      aim: 'at-most',
    }),
  ]
}

/** Five hundred ids in a line help nobody. */
const shortened = (plan: string): string => plan.replaceAll(/'(.{200})[^']{50,}'/g, "'$1 …'")
