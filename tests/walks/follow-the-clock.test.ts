import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { jobs } from '../../src/ports/jobs.ts'
import { campaignRow, clockStrikes, copiesOf, each, progressOf, sentCampaign } from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'

let world: World
let ahead = 0
beforeAll(async () => {
  world = await startWorld({ now: () => new Date(Date.now() + ahead) })
})
afterAll(() => world.stop())

/** Loses every job that waits, as a restored backup of the queue or a mistaken hand would. */
async function loseJobs(): Promise<void> {
  await world.database.db.$executeRaw`DELETE FROM pgboss.job WHERE state < 'active'`
}

it('finds work whose job was lost, a minute later at the latest', async () => {
  const campaign = await sentCampaign(world, { contacts: 2 })
  await world.database.db.$executeRaw`
    UPDATE enrollment SET status = 'active', next_at = now(), step_id = (SELECT id FROM step LIMIT 1)
    WHERE campaign_id = ${campaign.id}::uuid`
  await world.database.db.$executeRaw`DELETE FROM message WHERE campaign_id = ${campaign.id}::uuid`
  await world.database.db.$executeRaw`UPDATE campaign SET status = 'running' WHERE id = ${campaign.id}::uuid`
  await loseJobs()
  await clockStrikes(world)
  await until('everybody to be written to', async () => (await progressOf(world, campaign)).sent === 2)
  expect(await copiesOf(world, campaign)).toEqual(each(campaign.addresses, 1))
  await until('the end', async () => (await campaignRow(world, campaign)).status === 'completed')
})

it('applies webhooks that were stored while nobody worked', async () => {
  const campaign = await sentCampaign(world, { contacts: 1 })
  const [mail] = campaign.mails
  world.postmark.inbox.open(mail?.id ?? '')
  await world.postmark.webhooks.idle()
  await loseJobs()
  await clockStrikes(world)
  await until('the open to be counted', async () => (await progressOf(world, campaign)).opened === 1)
  const waiting = () => world.database.db.webhookDelivery.count({ where: { appliedAt: null } })
  await until('everything stored to be applied', async () => (await waiting()) === 0)
  expect((await progressOf(world, campaign)).opened).toBe(1)
})

it('brings up a lead whose every job was lost, ten minutes later', async () => {
  const campaign = await sentCampaign(world, { contacts: 1 })
  const [mail] = campaign.mails
  const always = Number.POSITIVE_INFINITY
  world.slack.faults.add({ method: 'chat.postMessage', error: 'internal_error', times: always })
  world.postmark.inbox.reply(mail?.id ?? '', { text: 'Sounds good, please call me about the price.' })
  const found = () => world.database.db.handover.findFirst({ where: { campaignId: campaign.id } })
  await until('the handover', found)
  await until('its job to have failed', async () =>
    world.log.some(({ facts }) => facts['job'] === 'show-handover' && 'error' in facts),
  )
  // One that is being tried at this moment comes back, and is lost then.
  await until('its every job to be lost', async () => {
    await loseJobs()
    const [left] = await world.database.db.$queryRaw<{ jobs: number }[]>`
      SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = ${jobs.showHandover.name} AND state <= 'active'`
    return left?.jobs === 0
  })
  world.slack.faults.clear()
  await clockStrikes(world)
  expect((await found())?.cardTs ?? null).toBeNull()
  ahead = 11 * 60 * 1000
  await clockStrikes(world)
  await until('its card', async () => (await found())?.cardTs)
})

it('is on the schedule once a minute, and makes up once for all it missed', async () => {
  const schedule = await world.database.db.$queryRaw<{ name: string; cron: string; missed: string }[]>`
    SELECT name, cron, options::jsonb->>'missed' AS missed FROM pgboss.schedule ORDER BY name`
  const minutely = [jobs.checkInvariants, jobs.tick]
  expect(schedule).toEqual(minutely.map(({ name }) => ({ name, cron: '* * * * *', missed: 'once' })))
})
