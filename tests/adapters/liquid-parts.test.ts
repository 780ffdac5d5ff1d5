import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { failureReason } from '../../src/adapters/liquid-sentence.ts'
import { htmlEngine, prepared, textEngine } from '../../src/adapters/liquid.ts'
import { renderPrepared } from '../../src/adapters/liquid-render.ts'
import { plainText } from '../../src/domain/mail-text.ts'

const pieces = (
  '{{ a }}§{{- a -}}§{{ a }}  \n§  {{- b }}§{{ a | default: "x" }}§{{ missing | default: "x" }}§' +
  "{{- missing|default:'<b> it' -}}§" +
  '{{ missing | default: "" }}§{{ missing | default: "a\\n" }}§{{ size | default: "s" }}§{{ a | default: b }}§{{ size }}§' +
  '{{ true }}§{{ empty }}§{{ a.size }}§{{ "a" }}§{{ 1 }}§{%- if a -%} <b> §{%- endif -%}§{% if b == "2" %}§{% else %}§' +
  '{% endif %}§{% case a %}{% when "1" %}one{% endcase %}§{% comment %}{{ a }}{% endcomment %}§{{ missing }}§{{ a_b }}§' +
  '<p>&amp;§ §\n'
).split('§')

const source = fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(''))
const value = fc.oneof(
  fc.constantFrom('1', '2', '<a href="x">', "O'Neil & Sons"),
  fc.string({ minLength: 1 }),
)

it('writes for any template and values what Liquid itself would write', () => {
  let compared = 0
  for (const engine of [textEngine(), htmlEngine()]) {
    fc.assert(
      fc.property(source, value, value, (text, a, b) => {
        const values = { a, b, a_b: 'both' }
        let template
        try {
          template = prepared(engine, text)
        } catch {
          return
        }
        const rendered = renderPrepared(template, values)
        const mine = { ...rendered, text: plainText(rendered.text) }
        let whole: string | null = null
        try {
          whole = String(engine.parseAndRenderSync(text, values))
        } catch {
          // Only a missing value makes Liquid fail with these pieces.
        }
        compared += whole === null ? 0 : 1
        expect(whole === null ? mine.missing.includes('missing') : mine).toEqual(
          whole === null || { text: whole, length: whole.length, missing: [], failure: null },
        )
      }),
      { numRuns: 2_000 },
    )
  }
  expect(compared).toBeGreaterThan(300)
})

it('names every field without a value, printed or interpreted', () => {
  const template = prepared(textEngine(), '{{ one }} {{ two | upcase }} {% if known %}{{ three }}{% endif %}')
  expect(renderPrepared(template, { known: 'yes' }).missing.toSorted()).toEqual(['one', 'three', 'two'])
})

it('tells a missing value rather than a mistake made with another', () => {
  const template = prepared(
    textEngine(),
    `{{ one }} {{ known | split: "" | join: "${'-'.repeat(600)}" | truncate: 20 }}`,
  )
  const known = 'x'.repeat(9_900)
  expect(renderPrepared(template, { known }).missing).toEqual(['one'])
  expect(failureReason(renderPrepared(template, { known, one: '1' }).failure)).toMatch(/endless/)
})
