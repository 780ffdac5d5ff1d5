import { describe, expect, it } from '@jest/globals'
import { liquidTemplates } from '../../src/adapters/templates.ts'

const templates = liquidTemplates({ layout: '' })
const fields = ['first_name', 'company']

function problemsOf(body: string): string[] {
  return templates.check({ subject: 'Hello', body }, fields).map((problem) => problem.sentence)
}

const known = 'Known: first_name, company, sender_name, unsubscribe_url.'

describe('a template is refused with a sentence', () => {
  it.each([
    ['{{ frist_name }}', `There is no merge field “frist_name”. Did you mean first_name? ${known}`],
    ['{{ contact.company }}', `There is no merge field “contact.company”. Did you mean company? ${known}`],
    ['{{ zodiac_sign }}', `There is no merge field “zodiac_sign”. ${known}`],
    ['{% if vip %}x{% endif %}', `There is no merge field “vip”. ${known}`],
    ['{{ company.constructor }}', `There is no merge field “company.constructor”. ${known}`],
    ['Hi\n{{ first_name', 'Line 2: “{{ first_name” has no closing }}.'],
    ['{{ "a }}', '“{{ "a }}” has a quotation mark that is never closed.'],
    [
      'a\n\n{% if company %}b',
      'Line 3: {% if company %} is never closed. Add {% endif %} after the part it is for.',
    ],
    ['a{% endif %}', '{% endif %} belongs to nothing. Remove it, or add the tag that opens it before it.'],
    [
      '{{ company | upcsae }}',
      'There is no filter “upcsae”. Did you mean upcase? Remove “| upcsae”, or use another.',
    ],
    ['{{ company | raw }}', 'There is no filter “raw”. Remove “| raw”, or use another.'],
    ['{{ company | append }}', 'This cannot be read as Liquid (append expect 2 arguments).'],
    ['{{ }}', 'A field name is missing. Write it between the braces, as in {{ first_name }}.'],
    [
      '{{{ pm:unsubscribe }}}',
      '“{ pm:unsubscribe” cannot be filled in. Write a field name in two braces, as in {{ first_name }}.',
    ],
    [
      '{% if company = "a" %}x{% endif %}',
      'Something stands after a field name that does not belong there. Compare with ==, and close a tag with %}.',
    ],
    ['  \n ', 'The body is empty. Write one.'],
    ['x'.repeat(20_001), 'The body has 20,001 characters. At most 20,000 are possible.'],
  ])('%j', (body, sentence) => {
    expect(problemsOf(body)).toEqual([sentence])
  })

  it.each([
    'include "package.json"',
    'render "x"',
    'layout "x"',
    'for i in (1..9)',
    'raw',
    'liquid',
    'capture x',
  ])('for the tag {%% %s %%}', (tag) => {
    expect(problemsOf(`{% ${tag} %}`)).toEqual([
      `There is no tag “${tag.split(' ')[0]}”. Available: if, unless, case, comment.`,
    ])
  })

  it('for text that grows without end', () => {
    const growth = '| split: "" | join: "xxxxxxxxx" '.repeat(40)
    expect(problemsOf(`{{ company ${growth} }}`)).toEqual([
      'Long values would make this text endless. Leave out a replace, split or join.',
    ])
  })

  it('for text that grows without end for a contact with a very long value', () => {
    const sentence = 'Long values would make this text endless. Leave out a replace, split or join.'
    const many = ['notes', ...fields]
    const check = (body: string) => templates.check({ subject: 'Hello', body }, many)
    expect(check('Hi\n{{ notes | replace: "e", notes }}')).toEqual([
      { field: 'body', sentence: `Line 2: ${sentence}` },
    ])
    expect(templates.check({ subject: '{{ notes | replace: "e", notes }}', body: 'Hi' }, many)).toEqual([
      { field: 'subject', sentence },
    ])
  })

  it('for arithmetic that can never come out as a number', () => {
    expect(problemsOf('{{ 7 | divided_by: 0 }}')).toEqual([
      'divided_by has no result that is a number here. Check what it is given.',
    ])
  })

  it('for a subject that is empty, too long or wrong, each in its own field', () => {
    const check = (subject: string) => templates.check({ subject, body: 'Hi {{ oops }}' }, fields)
    expect(check(' ').map((problem) => problem.field)).toEqual(['subject', 'body'])
    expect(check('x'.repeat(201))[0]?.sentence).toBe(
      'The subject has 201 characters. At most 200 are possible.',
    )
    expect(check('{{ compny }}')[0]?.sentence).toContain('Did you mean company?')
  })

  it('for every unknown field at once', () => {
    expect(problemsOf('{{ a_1 }} {{ b_2 }} {{ first_name }}')).toHaveLength(2)
  })

  it('with a list of fields that stays short', () => {
    const many = Array.from({ length: 40 }, (_, index) => `column_${index}`)
    const [problem] = templates.check({ subject: 'Hello', body: '{{ zodiac }}' }, many)
    expect(problem?.sentence).toMatch(/column_19 and 22 more\.$/)
  })
})

it.each([
  'Hi {{ first_name | default: "there" }} from {{ company | upcase }}',
  '{% if company.size > 3 and first_name != blank %}a{% elsif company %}b{% else %}c{% endif %}',
  '{% case company %}{% when "Acme", "Bolt" %}a{% else %}b{% endcase %}',
  '{{ first_name | split: " " | first }} {% comment %} {{ n }} {% endcomment %} {% # note %}',
  '{{ sender_name }} {{ unsubscribe_url }}',
  '{{ 100 | divided_by: company | round }} or {{ company | times: 2 }}',
  '{{ company | upcase | truncate: 20 }}{{ first_name | split: " " | first | append: company }}',
  'x'.repeat(20_000),
  'Prices: 5 < 6, {curly} % signs % and $',
])('a template that can be sent passes: %j', (body) => {
  expect(problemsOf(body)).toEqual([])
})
