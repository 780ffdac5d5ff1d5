import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { ColumnMapping } from '../../src/domain/columns.ts'
import { contactReader, type ContactValues } from '../../src/domain/contact-row.ts'
import { countRows, rowsReader } from '../../src/domain/import-rows.ts'
import { mergeValues } from '../../src/domain/merge-values.ts'

function contactOf(cells: Record<string, string>): ContactValues {
  const all = { email: 'a@b.example', ...cells }
  const reading = contactReader(Object.keys(all))({ line: 2, cells: Object.values(all) })
  if (reading.kind === 'refused') throw new Error(reading.reason)
  return reading.contact
}

describe('A row of a file', () => {
  it('becomes a contact: standard fields apart from the rest, empty ones left out', () => {
    const contact = contactOf({ first_name: ' Ada ', company: '', employees: '12', notes: ' call,\n then ' })
    expect(contact.standard).toMatchObject({
      email: 'a@b.example',
      first_name: 'Ada',
      company: null,
      phone: null,
    })
    expect(contact.attributes).toEqual({ employees: '12', notes: 'call,\n then' })
    expect(contact.consent).toBeNull()
  })

  it.each([
    ['a name over two lines', { first_name: 'Ada\n  Maria' }, { first_name: 'Ada Maria' }],
    ['control characters', { company: 'A\u0007cme\u0000' }, { company: 'A cme' }],
    ['a name written with combining marks', { last_name: 'No\u0301vak' }, { last_name: 'N\u00f3vak' }],
    [
      'a number that was kept from being calculated',
      { phone: "'+1 212 555 0110" },
      { phone: '+1 212 555 0110' },
    ],
    ['a formula in wide signs', { company: "'＝Acme" }, { company: '＝Acme' }],
    ['a formula behind a space', { company: "' =Acme" }, { company: '=Acme' }],
    ['a name that turns the line round', { first_name: '\u202EadA\u202C' }, { first_name: 'adA' }],
    ['a name in an isolate', { first_name: '\u2068Ada\u2069\u200E' }, { first_name: 'Ada' }],
    ['a name with nothing in it to see', { first_name: '\u200B\uFEFF\u2060' }, { first_name: null }],
    ['an unseen sign before a formula', { company: "\u200B'=Acme" }, { company: '=Acme' }],
    ['a Persian name', { last_name: 'علی\u200Cزاده' }, { last_name: 'علی\u200Cزاده' }],
    ['an emoji of several', { company: '👩\u200D💻' }, { company: '👩\u200D💻' }],
    ['a name that begins with an apostrophe', { last_name: "'t Hooft" }, { last_name: "'t Hooft" }],
    ['a real time zone', { time_zone: 'Asia/Kolkata' }, { time_zone: 'Asia/Kolkata' }],
    ['a time zone that is none', { time_zone: 'Mars/Olympus' }, { time_zone: null }],
    ['a time zone by its abbreviation', { time_zone: 'pst' }, { time_zone: 'America/Los_Angeles' }],
    [
      'an abbreviation that its country makes clear',
      { country: 'India', time_zone: 'IST' },
      { time_zone: 'Asia/Kolkata' },
    ],
    ['an abbreviation of several time zones', { time_zone: 'IST' }, { time_zone: null }],
    ['an offset for a time zone', { time_zone: '+01:00' }, { time_zone: null }],
    ['an endless company', { company: '💥'.repeat(400) }, { company: '💥'.repeat(150) }],
  ])('is tidied and kept: %s', (_, cells, standard) => {
    expect(contactOf(cells).standard).toMatchObject(standard)
  })

  it.each([
    ['trade fair', '2026-05-24', { source: 'trade fair', date: '2026-05-24T00:00:00.000Z' }],
    ['trade fair', '24.5.2026', { source: 'trade fair', date: '2026-05-24T00:00:00.000Z' }],
    ['form', '2026-05-24 10:30', { source: 'form', date: '2026-05-24T10:30:00.000Z' }],
    ['form', '2026-05-24T10:30:00+02:00', { source: 'form', date: '2026-05-24T08:30:00.000Z' }],
    ['form', '05/06/2026', { source: 'form (05/06/2026)', date: null }],
    ['form', '2026-02-30', { source: 'form (2026-02-30)', date: null }],
    ['form', '', { source: 'form', date: null }],
    ['', '2026-05-24', null],
    ['No', '2026-05-24', null],
  ])('with consent %j of %j gives %j', (source, date, consent) => {
    expect(contactOf({ consent_source: source, consent_date: date }).consent).toEqual(consent)
  })

  it.each([
    [['a@b.example', 'Ada'], 'This row has 2 cells, the header has 3'],
    [['a@b.example', 'Ada', 'Acme', 'Inc.'], 'This row has 4 cells, the header has 3'],
    [['', 'Ada', 'Acme'], 'There is no email address'],
  ])('with the cells %j is refused: %s', (cells, reason) => {
    const read = contactReader(['email', 'first_name', 'company'])
    expect(read({ line: 7, cells })).toEqual({ kind: 'refused', reason })
  })

  it('may end in more separators than the header', () => {
    expect(contactReader(['email'])({ line: 2, cells: ['a@b.example', '', ' '] }).kind).toBe('contact')
  })
})

describe('The rows of a file', () => {
  const mapping: ColumnMapping = ['email', 'first_name']

  it('name one contact once: the first row is taken, the others say where it is', () => {
    const read = rowsReader(mapping)
    const first = read([{ line: 2, cells: ['ada@b.example', 'Ada'] }])
    const later = read([{ line: 9, cells: [' ADA@B.example', 'Eve'] }])
    expect(first.contacts).toHaveLength(1)
    expect(later).toEqual({
      contacts: [],
      refused: [],
      repeated: [{ line: 9, cells: [' ADA@B.example', 'Eve'], reason: 'Same address as line 2' }],
    })
  })

  it('are each accepted, refused or repeated, whatever they hold, and can always be stored', () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a@b.example', 'B@c.example', ''))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 3 })), (table) => {
        const result = rowsReader(mapping)(table.map((cells, index) => ({ line: index + 2, cells })))
        const counts = countRows(result)
        expect(counts.rowsRead).toBe(table.length)
        expect(counts.rowsAccepted + counts.rowsRefused + counts.rowsRepeated).toBe(table.length)
        expect(JSON.stringify(result.contacts)).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }),
    )
  })
})

describe('The merge fields of a contact', () => {
  const nobody = {
    firstName: null,
    lastName: null,
    company: null,
    jobTitle: null,
    country: null,
    timeZone: null,
    phone: null,
  }

  it('are those with a value, standard ones before columns of the same name', () => {
    const contact = {
      ...nobody,
      email: 'a@b.example',
      firstName: 'Ada',
      company: ' ',
      attributes: { employees: '12', empty: '', email: 'x' },
    }
    expect(mergeValues(contact)).toEqual({ email: 'a@b.example', first_name: 'Ada', employees: '12' })
  })
})
