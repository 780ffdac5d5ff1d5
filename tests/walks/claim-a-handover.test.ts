import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { people } from '../../sandbox/demo/workspace-seed.ts'
import type { Person } from '../../sandbox/slack/person-types.ts'
import { claimedLead, expectTaken, handedOverLead, threadOf, whisperedTo } from '../support/story.ts'
import { startWorld, type World } from '../support/world.ts'

/** Sales reps who join #sales. */
function hire(world: World, count: number): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `U0REP${String(index).padStart(5, '0')}`
    const name = `rep${index}`
    world.slack.admin.addUser({
      id,
      name,
      real_name: `Rep ${index}`,
      email: `${name}@northwind.example`,
      tz: 'UTC',
    })
    world.slack.admin.join('#sales', id)
    return world.slack.person(id)
  })
}

describe.each(['socket', 'http'] as const)('claiming a lead over %s', (transport) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world.stop())

  it('gives the lead to exactly one of twenty people who press Claim at once, and tells the others who', async () => {
    const reps = hire(world, 20)
    const lead = await handedOverLead(world)
    const outcomes = await Promise.all(reps.map((rep) => rep.click({ where: lead.card, text: 'Claim' })))
    for (const outcome of outcomes) expectTaken(outcome)
    await world.slack.waitFor('an answer for everybody', () =>
      reps.every((rep) => whisperedTo(world, rep.id).length > 0),
    )
    const answers = reps.map((rep) => ({ rep: rep.id, words: whisperedTo(world, rep.id).join() }))
    const [winner, ...more] = answers.filter(({ words }) => words.startsWith('It is yours.'))
    expect(more).toEqual([])
    const losers = answers.filter(({ words }) => words.startsWith(`<@${winner?.rep}> took it`))
    expect(losers).toHaveLength(19)
    const handovers = await world.database.db.handover.findMany({ include: { claimedBy: true } })
    expect(handovers).toMatchObject([{ status: 'claimed', claimedBy: { slackUserId: winner?.rep } }])
    const entries = await world.database.db.auditEntry.findMany({ where: { action: 'claimed' } })
    expect(entries).toHaveLength(1)
  })

  it('redraws the card for everybody: who has it, how to reach the lead, and no Claim any more', async () => {
    const lead = await claimedLead(world)
    for (const person of [people.raj, people.elena, people.maya]) {
      const card = world.slack.person(person).reads(lead.card).join('\n')
      expect(card).toMatch(/Claimed by/)
      expect(card).toContain(lead.address)
      expect(card).not.toMatch(/^Claim$/m)
    }
    await world.slack.waitFor('the thread to name the holder', () =>
      threadOf(world, lead).some((line) => line.includes(`<@${people.raj}> has this lead`)),
    )
  })
})
