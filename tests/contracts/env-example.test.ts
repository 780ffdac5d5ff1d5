import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'
import { variables } from '../../src/config/variables.ts'

const lines = (await readFile('.env.example', 'utf8')).split('\n')
const assignment = /^(#?)([A-Z][A-Z0-9_]*)=(.*)$/
const found = lines.flatMap((line) => {
  const match = assignment.exec(line)
  return match === null ? [] : [{ optional: match[1] === '#', name: match[2], value: match[3] }]
})

describe('.env.example', () => {
  it('lists exactly the variables that Baton reads, each once, in the same order', () => {
    expect(found.map(({ name }) => name)).toEqual(Object.keys(variables.shape))
  })

  it('comments out exactly those that may be left unset', () => {
    const optional = Object.entries(variables.shape)
      .filter(([, rule]) => rule.safeParse(undefined).success)
      .map(([name]) => name)
    // One of Slack's two is needed, so the usual one stands uncommented.
    const commented = [
      ...found.filter((line) => line.optional).map(({ name }) => name),
      'SLACK_SIGNING_SECRET',
    ]
    expect(new Set(commented)).toEqual(new Set(optional))
  })

  it('shows for every default the value that really holds', () => {
    const shown = new Map(found.map(({ name, value }) => [name, value]))
    const defaults = Object.entries(variables.shape).filter(
      ([, rule]) => rule.safeParse(undefined).data !== undefined,
    )
    expect(defaults.length).toBeGreaterThan(5)
    for (const [name, rule] of defaults) {
      expect({ name, value: rule.parse(shown.get(name)) }).toEqual({ name, value: rule.parse(undefined) })
    }
  })

  it('explains every variable or group in words', () => {
    const headings = lines.filter((line) => line.startsWith('# ---'))
    expect(headings.length).toBeGreaterThanOrEqual(6)
    expect(lines.filter((line) => /^# [A-Z]/.test(line)).length).toBeGreaterThan(15)
  })
})
