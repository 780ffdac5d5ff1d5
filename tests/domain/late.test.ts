import { describe, expect, it } from '@jest/globals'
import { type LastPause, lateBefore, pausedFrom } from '../../src/domain/late.ts'

const at = (time: string) => new Date(`2026-11-20T${time}Z`)
const paused = (from: string, resumed: string): LastPause => ({
  pausedFrom: at(from),
  resumedAt: at(resumed),
})
const never: LastPause = { pausedFrom: null, resumedAt: null }

describe('where a mail may be an hour late', () => {
  it.each([
    ['it never stood still', never, '09:00'],
    ['a pause ended long ago', paused('06:00', '08:00'), '09:00'],
    ['a pause has just ended', paused('06:00', '09:59'), '05:00'],
    ['a pause was over at once', paused('09:58', '09:59'), '08:58'],
    ['a rest is not over yet', paused('09:50', '10:30'), '08:50'],
  ])('and %s, whoever was due long enough ago is late', (_, pause, before) => {
    expect(lateBefore(60, pause, at('10:00'))).toEqual(at(before))
  })

  it('and it is not known since when it stood still, nobody is late', () => {
    expect(lateBefore(60, { pausedFrom: null, resumedAt: at('09:59') }, at('10:00'))).toEqual(new Date(0))
  })

  it.each([
    ['by itself', never, '10:00'],
    ['by itself, long after another', paused('06:00', '08:00'), '10:00'],
    ['with the one before it, when nobody became late between', paused('06:00', '09:30'), '06:00'],
  ])('a pause counts %s', (_, before, since) => {
    expect(pausedFrom(60, before, at('10:00'))).toEqual(at(since))
  })
})
