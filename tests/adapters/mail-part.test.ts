import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { htmlTidying, textTidying } from '../../src/adapters/body-html.ts'
import { htmlEngine, prepared, textEngine } from '../../src/adapters/liquid.ts'
import { preparedPart, renderPart } from '../../src/adapters/mail-part.ts'
import { plainText } from '../../src/domain/mail-text.ts'

const start = '<p style="margin:0 0 16px">'
const pieces = [
  start,
  '</p>',
  `${start}</p>`,
  '\n',
  '\n\n',
  ' ',
  'word',
  '{{ a }}',
  '{{ b }}',
  '{% if empty %}',
  '{% if b %}',
  '{% endif %}',
  '{{ b | upcase }}',
  '{{ a | remove: "x" }}',
  '{{ c | default: "" }}',
]
const source = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''))
const value = fc.constantFrom(
  'x',
  'Ada',
  'Åsa',
  ' x',
  'x\ny',
  'x\n\n\n\ny',
  '\n',
  start,
  '</p>',
  '\u2003x',
  '<',
)

it.each([
  { kind: 'HTML', engine: htmlEngine(), tidying: htmlTidying },
  { kind: 'plain text', engine: textEngine(), tidying: textTidying },
])('takes out of $kind what tidying the whole of it would take out', ({ engine, tidying }) => {
  let [compared, keptInPieces] = [0, 0]
  fc.assert(
    fc.property(source, value, value, (text, a, b) => {
      let whole: string
      try {
        whole = String(engine.parseAndRenderSync(text, { a, b }))
      } catch {
        return
      }
      const part = renderPart(preparedPart(prepared(engine, text), tidying), { a, b })
      expect(plainText(part.text)).toBe(tidying.tidy(whole))
      compared += 1
      keptInPieces += part.text.length > 1 ? 1 : 0
    }),
    { numRuns: 5_000 },
  )
  expect(compared).toBeGreaterThan(1_000)
  expect(keptInPieces).toBeGreaterThan(100)
})
