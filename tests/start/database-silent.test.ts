import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { testDatabase } from '../support/database.ts'
import { type CutMoment, type DatabaseLine, databaseLine } from '../support/database-line.ts'
import {
  campaignRow,
  clockStrikes,
  copiesOf,
  draftedCampaign,
  each,
  launch,
  progressOf,
  type ToldCampaign,
} from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let line: DatabaseLine
let ahead = 0
const aLeaseAndItsSettleWindow = 46_000
/** A job whose own beginning or end fell silent is taken up again after a missed heartbeat: over a minute, at worst. */
const patience = { timeoutMs: 150_000 }

beforeAll(async () => {
  const database = await testDatabase()
  line = await databaseLine(database.url)
  world = await startWorld({
    now: () => new Date(Date.now() + ahead),
    database: { ...database, url: line.url },
    silences: { db: 8_000, queue: 8_000 },
    environment: { BATON_SEND_TIMEOUT_SECONDS: '5', BATON_SEND_LEASE_SECONDS: '40', BATON_SEND_LANES: '1' },
  })
})
afterAll(async () => {
  line.mend()
  await world.stop()
  line.stop()
})
afterEach(() => {
  line.mend()
  world.postmark.settings.automaticDelivery = true
})

const readiness = async () => (await fetch(`${world.url}/readyz`)).status

/** Stays silent until Baton has noticed; then new connections get through, and those there were stay silent. */
async function silence(): Promise<void> {
  await until('/readyz to say so', async () => (await readiness()) === 503, patience)
  line.mend()
  await until('/readyz', async () => (await readiness()) === 200, patience)
}

/** Lets the lease and the settle window of every open call pass, and its mails reach Postmark's index. */
async function letTimePass(): Promise<void> {
  ahead += aLeaseAndItsSettleWindow
  world.postmark.advance(aLeaseAndItsSettleWindow)
  await until(
    'the clock',
    () =>
      clockStrikes(world).then(
        () => true,
        () => false,
      ),
    patience,
  )
}

/** How many copies of each mail Postmark has once the campaign is through. */
async function copiesInTheEnd(campaign: ToldCampaign): Promise<Record<string, number>> {
  const all = campaign.addresses.length
  await until('all to be sent', async () => (await progressOf(world, campaign)).sent === all, patience)
  await until('the end', async () => (await campaignRow(world, campaign)).status === 'completed', patience)
  return copiesOf(world, campaign)
}

describe('the database gone without a word, its connections open', () => {
  const moments: [string, string, CutMoment][] = [
    ['before the claim', 'WITH picked AS', 'before'],
    ['between the claim and the call: nobody here knows of the claim', 'WITH picked AS', 'answer'],
    ['before it is written down what became of the batch', 'WITH outcome AS', 'before'],
    ['while it is written down', 'WITH outcome AS', 'answer'],
    ['after it was written down, unheard', 'WITH outcome AS', 'commit'],
  ]
  it.each(moments)(
    '%s: sending goes on by itself once it can be reached, with no message lost or doubled',
    async (_, words, moment) => {
      world.postmark.settings.automaticDelivery = false
      const campaign = await draftedCampaign(world, { contacts: 3 })
      const gone = line.cutAt(words, moment, 'mute')
      await launch(world)
      await gone
      await silence()
      // Nobody knows of the claim until its lease is over.
      if (words === 'WITH picked AS' && moment === 'answer') await letTimePass()
      expect(await copiesInTheEnd(campaign)).toEqual(each(campaign.addresses, 1))
    },
    300_000,
  )
})
