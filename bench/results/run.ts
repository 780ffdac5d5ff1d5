import { campaignProgress } from '../../src/db/campaign-queries.ts'
import { loadCard } from '../../src/db/card-queries.ts'
import type { Db } from '../../src/db/client.ts'
import { variantResults } from '../../src/db/variant-queries.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import type { Undo } from '../ground/undo.ts'
import { measured, median, type Row, told } from '../report.ts'
import { fillCampaign } from './large-campaign.ts'

/** What a statement on behalf of programs may take; the card has no such limit. */
const graphqlLimitMs = 10_000
const rounds = 3

/** How long it takes to count what became of one campaign of so many mails, as GraphQL and the card do. */
export async function benchResults(undo: Undo, { mails }: { mails: number }): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const { db } = ground
  const deps = await realDeps(ground, 'http://127.0.0.1:9')
  const campaignId = await fillCampaign(deps, mails)
  const steps = await db.step.findMany({ where: { campaignId }, select: { id: true } })
  const stepIds = steps.map(({ id }) => id)
  return [
    told('mails of the campaign', await db.message.count({ where: { campaignId } }), 'messages'),
    await timed('progress', () => campaignProgress(db, [campaignId])),
    await timed('results of its variants', () => variantResults(db, stepIds)),
    await timed('everything on its card', () => cardOf(db, campaignId)),
  ]
}

const cardOf = (db: Db, campaignId: string) => loadCard(db, { campaignId, now: new Date() })

async function timed(name: string, work: () => Promise<unknown>): Promise<Row> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return measured(name, { value: median(times), unit: 'ms', target: graphqlLimitMs, aim: 'at-most' })
}
