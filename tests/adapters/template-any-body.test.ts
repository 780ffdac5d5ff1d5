import type { RenderOutcome } from '../../src/ports/templates.ts'
import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { plainText } from '../../src/domain/mail-text.ts'
import { readLayout } from '../../src/adapters/mjml-layout.ts'
import { liquidTemplates } from '../../src/adapters/templates.ts'

const pieces = (
  '{{ a }}§{{- a -}}§{{ a | default: "x" }}§{{ a | raw }}§{{§}}§{%§%}§{§}§{% if a %}§{% else %}§{% endif %}§' +
  '{%- if a > "1" -%}§{%- endif -%}§{% unless b %}§{% endunless %}§{% comment %}§{% endcomment %}§{% raw %}§{% # x %}§' +
  '"§\'§<§>§&§\n§\n\n§\r\n§ §\t§https://a.example/§http://b.example?q=§).§(§- §word'
).split('§')

/** What bodies are made of, with all that has to do with Liquid, paragraphs and links over-represented. */
const fragment = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5, unit: 'binary' }))
const anyBody = fc.array(fragment, { minLength: 1, maxLength: 25 }).map((fragments) => fragments.join(''))

const namesIn = (mail: RenderOutcome) => (mail.kind === 'missing' ? mail.fields : [mail.kind])

it('sends whatever passes the check, as well-formed HTML, with and without the values', async () => {
  const templates = liquidTemplates({ layout: await readLayout('templates/layout.mjml') })
  let passed = 0
  await fc.assert(
    fc.asyncProperty(anyBody, async (body) => {
      if (templates.check({ subject: 'Hello', body }, ['a', 'b']).length > 0) return
      passed += 1
      const render = templates.prepare(await templates.compile({ subject: 'Hello', body }))
      for (const values of [{ a: '2', b: 'x' }, { a: '0' }, {}]) {
        const mail = render({ ...values, sender_name: 'Ann', unsubscribe_url: 'https://c.example/u' })
        expect(
          mail.kind === 'rendered'
            ? openTags(plainText(mail.html))
            : namesIn(mail).filter((name) => name !== 'a'),
        ).toEqual([])
      }
    }),
    { numRuns: 1_500 },
  )
  expect(passed).toBeGreaterThan(100)
})

/** The tags that are still open at the end, or that close what was not open. */
function openTags(html: string): string[] {
  const open: string[] = []
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)(p|a|div|td|tr|table|tbody|body|html)\b[^>]*>/g)) {
    if (slash === '') open.push(name)
    else if (open.at(-1) === name) open.pop()
    else open.push(`/${name}`)
  }
  return open
}
