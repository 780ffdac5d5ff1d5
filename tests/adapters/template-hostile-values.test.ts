import { beforeAll, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { plainText } from '../../src/domain/mail-text.ts'
import { readLayout } from '../../src/adapters/mjml-layout.ts'
import { liquidTemplates } from '../../src/adapters/templates.ts'
import type { MergeValues, RenderOutcome } from '../../src/ports/templates.ts'

let render: (values: MergeValues) => RenderOutcome

beforeAll(async () => {
  const templates = liquidTemplates({ layout: await readLayout('templates/layout.mjml') })
  const compiled = await templates.compile({
    subject: 'For {{ name }}',
    body: 'Hi {{ name }},\n\nsee https://a.example/{{ name }}?q={{ name | upcase }}&x=1 or {{ name | append: "<b>" }}',
  })
  render = templates.prepare(compiled)
})

function mailTo(name: string) {
  const outcome = render({ name, sender_name: name, unsubscribe_url: 'https://b.example/u' })
  if (outcome.kind !== 'rendered') throw new Error('The contact was held.')
  return { subject: outcome.subject, html: plainText(outcome.html), text: plainText(outcome.text) }
}

const structure = (html: string) => html.replace(/[^<>"'=]/g, '').replace(/=(?!["'])/g, '')

it.each([
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</p></div></body>',
  '<!-- [if mso]>',
  '{{ 7 | times: 7 }}',
  '{% if true %}x{% endif %}',
  '{% raw %}',
  '{{ unsubscribe_url }}',
  '&lt;b&gt; &amp;',
  'javascript:alert(1)',
  '${7*7} #{7*7} <%= 7*7 %>',
  '__proto__',
  '\ue0000\ue003 \ue0010\ue003',
])('shows the value %s as the text it is', (value) => {
  const mail = mailTo(value)
  expect(mail.text).toContain(`Hi ${value},`)
  expect(mail.subject).toBe(`For ${value}`)
  expect(mail.html).toContain(`Hi ${escaped(value)},`)
  expect(structure(mail.html)).toBe(structure(mailTo('Bob').html))
  expect(mail.html).toContain(
    `<a href="https://a.example/${encodeURIComponent(value).replaceAll("'", '&#39;')}?q=`,
  )
})

it('keeps the shape of the mail for any value', () => {
  const shape = structure(mailTo('Bob').html)
  const value = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => text.trim() !== '' && text.isWellFormed())
  fc.assert(
    fc.property(value, (name) => {
      expect(structure(mailTo(name).html)).toBe(shape)
    }),
    { numRuns: 500 },
  )
})

it.each(['a\r\nBcc: x@evil.example', 'a\nb', 'a\u0000b', 'a\u0085b'])(
  'keeps the subject on one line: %j',
  (name) => {
    expect(mailTo(name).subject).not.toMatch(/\p{Cc}/u)
  },
)

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')
}
