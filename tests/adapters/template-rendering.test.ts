import { beforeAll, describe, expect, it } from '@jest/globals'
import { readLayout } from '../../src/adapters/mjml-layout.ts'
import { plainText } from '../../src/domain/mail-text.ts'
import { liquidTemplates } from '../../src/adapters/templates.ts'
import type { MergeValues, StepTemplate, Templates } from '../../src/ports/templates.ts'

let templates: Templates

beforeAll(async () => {
  templates = liquidTemplates({ layout: await readLayout('templates/layout.mjml') })
})

const always = { sender_name: 'Ann', unsubscribe_url: 'https://baton.example/u/t0k?a=1&b=2' }

async function outcome(template: Partial<StepTemplate>, values: MergeValues) {
  const compiled = await templates.compile({ subject: 'Hello', body: 'Hi', ...template })
  return templates.prepare(compiled)({ ...always, ...values })
}

async function mail(template: Partial<StepTemplate>, values: MergeValues = {}) {
  const rendered = await outcome(template, values)
  if (rendered.kind !== 'rendered') throw new Error(`Not written: ${JSON.stringify(rendered)}`)
  return { ...rendered, html: plainText(rendered.html), text: plainText(rendered.text) }
}

/** The author's part of the HTML: what stands between the layout's first text block and its end. */
async function bodyHtml(body: string, values: MergeValues = {}): Promise<string> {
  const { html } = await mail({ body }, values)
  return (
    /<p style="margin:0 0 16px">[^]*?(?=<\/div>)/
      .exec(html)?.[0]
      .replaceAll(' style="margin:0 0 16px"', '') ?? ''
  )
}

describe('what a marketer writes', () => {
  it('comes out as paragraphs, lines and links', async () => {
    expect(
      await bodyHtml('Hi Bo,\r\n\r\nfirst line\nsecond line\n\n \n\nSee https://a.example/x?y=1&z=2.'),
    ).toBe(
      '<p>Hi Bo,</p>\n<p>first line<br>\nsecond line</p>\n' +
        '<p>See <a href="https://a.example/x?y=1&amp;z=2">https://a.example/x?y=1&amp;z=2</a>.</p>',
    )
  })

  it('is text, never HTML', async () => {
    expect(await bodyHtml('1 < 2 & "b" <b>x</b> <mj-include path="/etc/passwd" />')).toBe(
      '<p>1 &lt; 2 &amp; &quot;b&quot; &lt;b&gt;x&lt;/b&gt; &lt;mj-include path=&quot;/etc/passwd&quot; /&gt;</p>',
    )
  })

  it.each([
    ['(https://a.example/b)', 'https://a.example/b'],
    ['https://a.example/b_(c)).', 'https://a.example/b_(c)'],
    ['https://a.example!?', 'https://a.example'],
    ['<https://a.example>', 'https://a.example'],
    ['"http://a.example/"', 'http://a.example/'],
  ])('links the address in %s and no more', async (written, address) => {
    expect(await bodyHtml(written)).toContain(`<a href="${address}">${address}</a>`)
  })

  it('keeps comparisons and quotes inside Liquid', async () => {
    const body = `{% if size > "1" and name == 'O"N' %}yes{% else %}no{% endif %}`
    expect(await bodyHtml(body, { size: '2', name: 'O"N' })).toBe('<p>yes</p>')
    expect(await bodyHtml(body, { size: '0', name: 'O"N' })).toBe('<p>no</p>')
  })

  it('leaves no gap where a part is left out', async () => {
    const body =
      'Hi,\n\n{% if company %}\nI saw {{ company }}.\n\nCall me.\n{% endif %}\n\nBye\n{% if b %}\nB\n{% endif %}\nAnn'
    expect(await bodyHtml(body)).toBe('<p>Hi,</p>\n<p>Bye<br>\nAnn</p>')
    expect((await mail({ body })).text).toMatch(/^Hi,\n\nBye\nAnn\n\n-- \n/)
    expect(await bodyHtml(body, { company: 'Acme', b: '1' })).toBe(
      '<p>Hi,</p>\n<p>I saw Acme.</p>\n<p>Call me.</p>\n<p>Bye<br>\nB<br>\nAnn</p>',
    )
  })

  it.each(['{% if a %}\n\nfoo{% endif %} bar', 'foo {% if a %}bar\n\nbaz{% else %}x\n\ny{% endif %} z'])(
    'has as many paragraph ends as starts, whatever is left out: %j',
    async (body) => {
      for (const values of [{}, { a: '1' }]) {
        const html = await bodyHtml(body, values)
        expect(html.match(/<p>/g)?.length).toBe(html.match(/<\/p>/g)?.length)
      }
    },
  )

  it('goes out as plain text too, with the same way out', async () => {
    expect((await mail({ body: 'Hi {{ first_name }},\n\n1 < 2' }, { first_name: 'O’Neil & Co' })).text).toBe(
      'Hi O’Neil & Co,\n\n1 < 2\n\n-- \nAnn\nUnsubscribe: https://baton.example/u/t0k?a=1&b=2\n',
    )
  })
})

describe('the layout', () => {
  it('carries the sender and the unsubscribe link, and nothing from elsewhere', async () => {
    const { html } = await mail({})
    expect(html).toContain('Ann &middot; <a href="https://baton.example/u/t0k?a=1&amp;b=2"')
    expect(html).not.toMatch(/<script|<link|@import|<img|{{|{%/)
  })

  it.each([
    ['no place for the text', '<mjml><mj-body>{{ unsubscribe_url }}</mj-body></mjml>', 'exactly once'],
    ['two places', layoutWith('{{ body }} {{ body }} {{ unsubscribe_url }}'), 'exactly once'],
    ['no way out', layoutWith('{{ body }}'), 'unsubscribe_url'],
    ['an unknown tag', layoutWith('{{ body }}</mj-text><mj-blink/><mj-text>'), 'mj-blink'],
  ])('is refused with %s', async (_name, layout, words) => {
    await expect(liquidTemplates({ layout }).compile({ subject: 'a', body: 'b' })).rejects.toThrow(words)
  })
})

describe('a contact without a value', () => {
  it('is held, with every missing field named once', async () => {
    const template = { subject: '{{ company }}', body: '{{ first_name }} {{ company }} {{ title | upcase }}' }
    expect(await outcome(template, { first_name: 'Bo', title: '  ' })).toEqual({
      kind: 'missing',
      fields: ['company', 'title'],
    })
  })

  it.each(['{{ "Dear " | append: name }}', '{{ first_name | default: name }}'])(
    'is held for a value that only a filter takes: %s',
    async (body) => {
      expect(await outcome({ body }, {})).toEqual({ kind: 'missing', fields: ['name'] })
    },
  )

  it('is not held where the template copes without', async () => {
    const body = 'Hi {{ first_name | default: "there" }}{% unless company %} stranger{% endunless %}'
    expect(await bodyHtml(body, { first_name: '' })).toBe('<p>Hi there stranger</p>')
  })

  it('is held for a field inside a part that it gets, not for one it does not get', async () => {
    const body = '{% if company %}{{ title }}{% endif %}'
    expect(await outcome({ body: `x${body}` }, {})).toMatchObject({ kind: 'rendered' })
    expect(await outcome({ body }, { company: 'Acme' })).toEqual({ kind: 'missing', fields: ['title'] })
  })
})

function layoutWith(text: string): string {
  return `<mjml><mj-body><mj-section><mj-column><mj-text>${text}</mj-text></mj-column></mj-section></mj-body></mjml>`
}
