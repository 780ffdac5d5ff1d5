import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import { insertCampaign } from '../support/rows.ts'
import { expectTaken } from '../support/story.ts'
import { until } from '../support/until.ts'
import { startWorld, type World } from '../support/world.ts'
import { type SlowLine, slowLine } from './slow-line.ts'

let world: World
let line: SlowLine
beforeAll(async () => {
  world = await startWorld({ transport: 'http' })
  line = await slowLine(world.url)
  world.slack.connectApp({ transport: 'http', requestUrl: `${line.url}/slack/events` })
})
afterAll(async () => {
  line.stop()
  await world.stop()
})

it('a command that Slack was posting when Baton was told to stop is done, and answered, before it has stopped', async () => {
  const { db } = world.database
  const { id, name } = await insertCampaign(db, { name: 'Last call' })
  const maya = world.slack.person(people.maya)
  const order: string[] = []
  const outcome = maya.slash('#campaigns', `/campaign pause ${name}`)
  await line.begun
  const stopped = world.baton.stop().then(() => order.push('stopped'))
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM campaign WHERE id = ${id}::uuid FOR UPDATE`
    line.release()
    expectTaken(await outcome)
    await until('the pause to wait for its turn', async () => {
      const [row] = await tx.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      return (row?.count ?? 0) > 0
    })
    // The server is closed by now: whoever does not wait for the work stops the queue and the database under it.
    await until('the port to be closed', () =>
      fetch(`${world.url}/healthz`).then(
        () => false,
        () => true,
      ),
    )
    order.push('let go')
  })
  await stopped
  expect(order).toEqual(['let go', 'stopped'])
  expect(await db.campaign.findUniqueOrThrow({ where: { id } })).toMatchObject({ status: 'paused' })
  expect(maya.reads({ channel: '#campaigns' }).join('\n')).toContain('Paused: at most the batch')
})
