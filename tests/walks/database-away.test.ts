import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { testDatabase } from '../support/database.ts'
import { type CutMoment, type DatabaseLine, databaseLine } from '../support/database-line.ts'
import {
  campaignRow,
  cardSays,
  clockStrikes,
  copiesOf,
  draftedCampaign,
  each,
  launch,
  messagesOf,
  progressOf,
  sentCampaign,
  type ToldCampaign,
  whisperedTo,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let line: DatabaseLine
let ahead = 0
const aLeaseAndItsSettleWindow = 46_000
/** What a slow machine needs until everything has found its way back. */
const patience = { timeoutMs: 25_000 }

beforeAll(async () => {
  const database = await testDatabase()
  line = await databaseLine(database.url)
  world = await startWorld({
    now: () => new Date(Date.now() + ahead),
    database: { ...database, url: line.url },
    environment: { BATON_SEND_TIMEOUT_SECONDS: '1', BATON_SEND_LANES: '1' },
  })
})
afterAll(async () => {
  line.mend()
  await world.stop()
  line.stop()
})
afterEach(() => {
  line.mend()
  world.postmark.settings.answerLatencyMs = 0
  world.postmark.settings.automaticDelivery = true
})

const readiness = async () => {
  const answer = await fetch(`${world.url}/readyz`)
  return { status: answer.status, words: await answer.text() }
}

/** Stays away until Baton has noticed, then comes back. */
async function outage(): Promise<void> {
  await until('/readyz to say so', async () => (await readiness()).status === 503, patience)
  line.mend()
}

/** Lets the lease and the settle window of every open call pass, and its mails reach Postmark's index. */
async function letTimePass(): Promise<void> {
  ahead += aLeaseAndItsSettleWindow
  world.postmark.advance(aLeaseAndItsSettleWindow)
  await until('the clock', () => clockStrikes(world).then(() => true, () => false), patience)
}

async function everybodyOnce(campaign: ToldCampaign): Promise<void> {
  const all = campaign.addresses.length
  await until('all to be sent', async () => (await progressOf(world, campaign)).sent === all, patience)
  expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  await until('the end', async () => (await campaignRow(world, campaign)).status === 'completed', patience)
}

describe('the database away for a minute', () => {
  const moments: [string, string, CutMoment][] = [
    ['before the claim', 'WITH picked AS', 'before'],
    ['between the claim and the call: nobody here knows of the claim', 'WITH picked AS', 'answer'],
    ['before it is written down what became of the batch', 'WITH outcome AS', 'before'],
    ['while it is written down', 'WITH outcome AS', 'answer'],
    ['after it was written down, unheard', 'WITH outcome AS', 'commit'],
  ]
  it.each(moments)('%s: no message lost or doubled', async (_, words, moment) => {
    world.postmark.settings.automaticDelivery = false
    const campaign = await draftedCampaign(world, { contacts: 3 })
    const gone = line.cutAt(words, moment)
    await launch(world)
    await gone
    await outage()
    if (words === 'WITH picked AS' && moment === 'answer') await letTimePass()
    await everybodyOnce(campaign)
  }, 90_000)
})
