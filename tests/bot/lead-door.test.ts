import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startDoor, type DoorRig } from './door-rig.ts'
import { redraw, seedLead } from './seeds.ts'

describe.each(['socket', 'http'] as const)('a lead over %s', (transport) => {
  let rig: DoorRig
  beforeAll(async () => {
    rig = await startDoor(transport)
  })
  afterAll(() => rig.stop())

  const seenBy = (user: string) =>
    rig.slack
      .person(user)
      .snapshot()
      .channels.find(({ name }) => name === 'sales')?.messages ?? []

  /** Does something, and waits for a line that only this person sees and did not see before. */
  async function hearsAfter(user: string, text: RegExp, act: () => Promise<unknown>): Promise<string> {
    const before = new Set(seenBy(user).map(({ ts }) => ts))
    await act()
    const line = await rig.slack.waitFor(`${text} for ${user}`, () =>
      seenBy(user).find((message) => message.ephemeral && !before.has(message.ts) && text.test(message.text)),
    )
    return line.text
  }

  const click = (user: string, text: string, ts: string) =>
    rig.slack.person(user).click({ where: { channel: '#sales', ts }, text, confirm: true })
  const claim = (user: string, ts: string) =>
    hearsAfter(user, /It is yours\./, () => click(user, 'Claim', ts))

  it('goes to one of two who press Claim; the other reads who was faster', async () => {
    const { id, ts } = await seedLead(rig)
    const answers = await Promise.all(
      ['U0MARIA', 'U0RAJ'].map((user) => hearsAfter(user, /yours|took it/, () => click(user, 'Claim', ts))),
    )
    const { claimedBy } = await rig.deps.db.handover.findUniqueOrThrow({
      where: { id },
      include: { claimedBy: true },
    })
    const [winner, loser] = claimedBy?.slackUserId === 'U0MARIA' ? [0, 1] : [1, 0]
    expect(answers[winner]).toContain('It is yours.')
    expect(answers[loser]).toBe(`<@${claimedBy?.slackUserId}> took it a moment ago.`)
    expect(['Maria Rossi', 'Raj Patel']).toContain(claimedBy?.name)
  })

  it('gets what its holder writes in the thread, as plain text, and nothing that anybody else writes', async () => {
    const { id, ts } = await seedLead(rig)
    await claim('U0RAJ', ts)
    const thread = { threadTs: ts }
    await hearsAfter('U0MARIA', /Not sent: <@U0RAJ> holds this lead/, () =>
      rig.slack.person('U0MARIA').say('#sales', 'Let me!', thread),
    )
    await rig.slack.person('U0RAJ').say('#sales', '// keep this inside', thread)
    await rig.slack.person('U0RAJ').say('#sales', 'It is < 5 & nice', thread)
    await rig.slack.waitFor('the message in line', () =>
      rig.jobs.find(({ job }) => job === 'send-conversation-message'),
    )
    const written = await rig.deps.db.message.findMany({ where: { handoverId: id } })
    expect(written.map(({ text }) => text)).toEqual(['It is < 5 & nice'])
  })

  it('gets no files yet, and its holder reads so, whether they wrote something with them or not', async () => {
    const { id, ts } = await seedLead(rig)
    await claim('U0RAJ', ts)
    const files = { threadTs: ts, files: [{ name: 'offer.pdf', content: new Uint8Array([37]) }] }
    const raj = rig.slack.person('U0RAJ')
    await hearsAfter('U0RAJ', /^Not sent: files do not go/, () => raj.say('#sales', '', files))
    await hearsAfter('U0RAJ', /^Only your text was sent/, () => raj.say('#sales', 'Our offer', files))
    await hearsAfter('U0MARIA', /^Not sent: <@U0RAJ> holds/, () =>
      rig.slack.person('U0MARIA').say('#sales', '', files),
    )
    const written = await rig.deps.db.message.findMany({ where: { handoverId: id } })
    expect(written.map(({ text }) => text)).toEqual(['Our offer'])
  })

  it('leaves no press of a button behind without an answer', async () => {
    const { id, ts } = await seedLead(rig)
    await claim('U0RAJ', ts)
    const { db } = rig.deps
    await db.handover.update({ where: { id }, data: { status: 'won' } })
    await hearsAfter('U0MARIA', /closed \(won\)/, () => click('U0MARIA', 'Claim', ts))
    await db.handover.delete({ where: { id } })
    await hearsAfter('U0RAJ', /no longer exists/, () => click('U0RAJ', 'Claim', ts))
    expect(await db.handover.count({ where: { id } })).toBe(0)
  })

  it('is closed by its holder and by nobody else', async () => {
    const { id, ts } = await seedLead(rig)
    await claim('U0RAJ', ts)
    const { card } = await redraw(rig, id, ts)
    expect(card.status).toBe('claimed')
    await hearsAfter('U0MARIA', /Only the person who claimed this lead/, () => click('U0MARIA', 'Won', ts))
    await hearsAfter('U0RAJ', /Closed as won/, () => click('U0RAJ', 'Won', ts))
    const { status } = await rig.deps.db.handover.findUniqueOrThrow({ where: { id } })
    expect(status).toBe('won')
  })

  it('is in the lists of /lead and on the Home tab, where it can be claimed too', async () => {
    const { id } = await seedLead(rig)
    const maria = rig.slack.person('U0MARIA')
    await maria.slash('#marketing', '/lead queue')
    await rig.slack.waitForMessage({ channel: '#marketing', as: 'U0MARIA', text: /Open leads: \d/ })
    await maria.openHome()
    const home = await rig.slack.waitFor(
      'the Home tab',
      () => maria.snapshot().home && maria.reads('home').join('\n'),
    )
    expect(home).toContain('score 85')
    await maria.click({ where: 'home', text: 'Claim' })
    await rig.slack.waitFor('the answer', () => maria.reads('home').join('\n').includes('It is yours.'))
    const { status } = await rig.deps.db.handover.findUniqueOrThrow({ where: { id } })
    expect(status).toBe('claimed')
  })
})
