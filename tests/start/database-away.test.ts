import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { testDatabase } from '../support/database.ts'
import { type CutMoment, type DatabaseLine, databaseLine } from '../support/database-line.ts'
import {
  campaignRow,
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
/** A job whose own beginning or end was cut off is taken up again after a missed heartbeat: over a minute, at worst. */
const patience = { timeoutMs: 150_000 }

beforeAll(async () => {
  const database = await testDatabase()
  line = await databaseLine(database.url)
  world = await startWorld({
    now: () => new Date(Date.now() + ahead),
    database: { ...database, url: line.url },
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

describe('the database away for a minute', () => {
  const moments: [string, string, CutMoment][] = [
    ['before the claim', 'WITH picked AS', 'before'],
    ['between the claim and the call: nobody here knows of the claim', 'WITH picked AS', 'answer'],
    ['before it is written down what became of the batch', 'WITH outcome AS', 'before'],
    ['while it is written down', 'WITH outcome AS', 'answer'],
    ['after it was written down, unheard', 'WITH outcome AS', 'commit'],
  ]
  it.each(moments)(
    '%s: no message lost or doubled',
    async (_, words, moment) => {
      world.postmark.settings.automaticDelivery = false
      const campaign = await draftedCampaign(world, { contacts: 3 })
      const gone = line.cutAt(words, moment)
      await launch(world)
      await gone
      await outage()
      if (words === 'WITH picked AS' && moment === 'answer') await letTimePass()
      expect(await copiesInTheEnd(campaign)).toEqual(each(campaign.addresses, 1))
    },
    300_000,
  )
})

describe('the database away while the provider’s answer is on its way', () => {
  async function answering(): Promise<ToldCampaign> {
    world.postmark.settings.automaticDelivery = false
    world.postmark.settings.answerLatencyMs = 1_000
    const campaign = await draftedCampaign(world, { contacts: 3 })
    const before = world.postmark.accepted.total()
    await launch(world)
    await until('the call', () => world.postmark.accepted.total() > before, patience)
    line.cut()
    return campaign
  }
  const logged = (words: RegExp) => {
    const mark = world.log.length
    return () => world.log.slice(mark).some(({ message }) => words.test(message))
  }

  it('what it said is written down as soon as the database is back', async () => {
    const kept = logged(/could not be written down yet/)
    const campaign = await answering()
    await until('the answer', kept, patience)
    await outage()
    expect(await copiesInTheEnd(campaign)).toEqual(each(campaign.addresses, 1))
    expect((await messagesOf(world, campaign)).map(({ attempts }) => attempts)).toEqual([1, 1, 1])
  }, 300_000)

  it('for longer than a lease: it is asked again, and found', async () => {
    const failed = logged(/A job failed/)
    const campaign = await answering()
    ahead += aLeaseAndItsSettleWindow
    await until('the job to give up', failed, patience)
    await outage()
    await letTimePass()
    expect(await copiesInTheEnd(campaign)).toEqual(each(campaign.addresses, 1))
  }, 300_000)
})

describe('while the database is away', () => {
  it('every door says so, and what was asked or told meanwhile is neither ignored nor lost', async () => {
    world.postmark.settings.automaticDelivery = false
    const campaign = await sentCampaign(world, { contacts: 2 })
    const maya = world.slack.person(people.maya)
    const raj = world.slack.person(people.raj)
    await maya.openHome('home')
    line.cut()
    await until('/readyz', async () => (await readiness()).status === 503, patience)
    expect((await readiness()).words).toContain('The database does not answer')
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200)

    await maya.slash('#campaigns', `/campaign pause ${campaign.name}`)
    await until('an answer to the command', () => whispered(maya.id), patience)
    await raj.openHome('home')
    await until('a Home', () => readsAway(homeOf(raj)), patience)

    const [first, second] = campaign.mails
    world.postmark.inbox.open(first?.id ?? '')
    world.postmark.inbox.reply(second?.id ?? '', { text: 'Sounds good, please call me about the price.' })
    const refused = () => world.postmark.journal.attempts().filter(({ status }) => status === 503)
    await until('both webhooks to be refused', () => refused().length === 2, patience)
    expect(refused().map(({ outcome }) => outcome)).toEqual(['will-retry', 'will-retry'])

    line.mend()
    await until('/readyz', async () => (await readiness()).status === 200, patience)
    world.postmark.advance(60_000)
    const { db } = world.database
    await until('the opening', () => db.event.findFirst({ where: { type: 'opened' } }), patience)
    await until('the reply', () => db.reply.findFirst(), patience)
    await maya.openHome('home')
    await until('a Home as ever', () => homeOf(maya).length > 0 && !readsAway(homeOf(maya)), patience)
  }, 300_000)

  it('the log says it, and not again and again', async () => {
    line.cut()
    const mark = world.log.length
    // Some thirty workers ask every second.
    await until('/readyz', async () => (await readiness()).status === 503, patience)
    await until(
      'the clock to fail',
      () =>
        clockStrikes(world).then(
          () => false,
          () => true,
        ),
      patience,
    )
    const lines = world.log.slice(mark).filter(({ level }) => level !== 'info')
    expect(lines.length).toBeLessThan(40)
  })
})

const readsAway = (lines: readonly string[]) =>
  lines.some((each) => each.includes('cannot reach its database'))
/** Nothing as long as Baton has shown them no Home. */
function homeOf(person: { reads: (where: 'home') => readonly string[] }): readonly string[] {
  try {
    return person.reads('home')
  } catch {
    return []
  }
}
const whispered = (userId: string) => readsAway(whisperedTo(world, userId))
