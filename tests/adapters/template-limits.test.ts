import { beforeAll, describe, expect, it } from '@jest/globals'
import { cpuTimer } from '../support/cpu-time.ts'
import { readLayout } from '../../src/adapters/mjml-layout.ts'
import { liquidTemplates } from '../../src/adapters/templates.ts'
import type { MergeValues, RenderOutcome, StepTemplate, Templates } from '../../src/ports/templates.ts'

let templates: Templates
beforeAll(async () => {
  templates = liquidTemplates({ layout: await readLayout('templates/layout.mjml') })
})

const always = { sender_name: 'Ann', unsubscribe_url: 'https://b.example/u' }

/** Renders for one contact after the other what the check has passed. */
async function mails(step: StepTemplate, people: readonly MergeValues[]): Promise<RenderOutcome[]> {
  expect(templates.check(step, ['notes', 'seats'])).toEqual([])
  const render = templates.prepare(await templates.compile(step))
  return people.map((values) => render({ ...values, ...always }))
}

describe('a mail is held for the one contact whose values spoil it', () => {
  it.each([
    ['{{ notes | replace: "e", "eeee" }}', 'e'.repeat(40_000), 'the mail would weigh more than 90 kB'],
    ['{{ notes }}', '&'.repeat(30_000), 'the mail would weigh more than 90 kB'],
    ['{{ notes | replace: "☃", notes }}', '☃'.repeat(10_000), 'a long value makes the text endless'],
    ['{{ 100 | divided_by: notes }}', '0', 'divided_by has no result that is a number'],
    ['{{ 100 | modulo: notes }}', 'none', 'modulo has no result that is a number'],
    ['{{ notes | times: notes }}', '1e308', 'times has no result that is a number'],
    ['{{ notes | url_encode }}', '\ud800', 'URI malformed'],
  ])('with %j', async (body, notes, reason) => {
    const [spoilt, good] = await mails({ subject: 'Hello', body }, [{ notes }, { notes: '7' }])
    expect(spoilt).toEqual({ kind: 'failed', reason })
    expect(good?.kind).toBe('rendered')
  })

  it('with a subject that no line of a mail can hold', async () => {
    const step = { subject: 'For {{ notes }}', body: 'Hi' }
    const long = { notes: 'x'.repeat(10_000) }
    expect(await mails(step, [long, { notes: 'x'.repeat(900) }])).toEqual([
      { kind: 'failed', reason: 'the subject would have 10,004 characters' },
      expect.objectContaining({ kind: 'rendered' }),
    ])
  })
})

describe('pieces that are each within bounds and endless together', () => {
  const piece = `{{ notes | split: "" | join: "${'x'.repeat(300)}" }} and `
  const step = { subject: 'Hello', body: piece.repeat(50) }

  it('are refused by the check', () => {
    expect(templates.check(step, ['notes'])).toEqual([
      {
        field: 'body',
        sentence: 'Long values would make this text endless. Leave out a replace, split or join.',
      },
    ])
  })

  it('hold the mail of a contact before they take the memory of the machine', async () => {
    const render = templates.prepare(await templates.compile(step))
    const cpuMs = cpuTimer()
    expect(render({ notes: 'x'.repeat(10_000), ...always })).toEqual({
      kind: 'failed',
      reason: 'a long value makes the text endless',
    })
    expect(cpuMs()).toBeLessThan(3_000)
    expect(render({ notes: 'xx', ...always }).kind).toBe('rendered')
  })
})

it('puts five hundred mails at their largest into one call to the provider', async () => {
  const weights = await Promise.all(
    [20_000, 10_800, 11_000, 11_300, 50_000].map(async (length) => {
      const [mail] = await mails({ subject: 'Hello', body: '{{ notes }}' }, [{ notes: '"'.repeat(length) }])
      return mail?.kind === 'rendered' ? Buffer.byteLength(JSON.stringify([mail.html, mail.text])) : 0
    }),
  )
  expect(Math.max(...weights)).toBeGreaterThan(50_000)
  expect(500 * (Math.max(...weights) + 3_000)).toBeLessThan(50_000_000)
})
