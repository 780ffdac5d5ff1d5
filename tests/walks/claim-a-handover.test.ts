import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { startWorld, type World } from '../support/world.ts'

describe.each(['socket', 'http'] as const)('starting over %s', (transport) => {
  let world: World
  beforeAll(async () => {
    world = await startWorld({ transport })
  })
  afterAll(() => world.stop())

  it('answers that it is ready', async () => {
    const answer = await fetch(`${world.url}/readyz`)
    expect(await answer.json()).toEqual({ ready: true, problems: [] })
  })
})
