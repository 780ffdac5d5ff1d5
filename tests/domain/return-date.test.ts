import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cpuTimer } from '../support/cpu-time.ts'
import { returnDate } from '../../src/domain/return-date.ts'

// A Friday in Berlin.
const reading = { now: new Date('2026-11-20T09:00:00Z'), zone: 'Europe/Berlin' }
const dayOf = (text: string) => returnDate(text, reading)?.toISOString().slice(0, 10) ?? null

describe('an out-of-office note tells when somebody is back', () => {
  it.each([
    ['I am away. Back on 2026-12-07.', '2026-12-07'],
    ['I will be back in the office on 5 January and answer then.', '2027-01-05'],
    ['I will be back on Monday, January 5th, 2027.', '2027-01-05'],
    ['I am on leave and will return on the 5th of January 2027.', '2027-01-05'],
    ['Returning Dec. 7', '2026-12-07'],
    ['Return date: 12/24/2026', '2026-12-24'],
    ['Back on 07/12/2026', '2026-12-07'],
    ['I am out of the office until 12 December and back on 15 December.', '2026-12-15'],
    ['From 1 December I am travelling, returning 7 December.', '2026-12-07'],
    ['I will be back on Monday', '2026-11-23'],
    ['On 7 December I will be back.', '2026-12-07'],
    ['Ich bin ab dem 7. Dezember wieder im Büro.', '2026-12-07'],
    ['Ich bin am 07.12. zurück.', '2026-12-07'],
    ['Ich bin im Urlaub und ab Montag, den 7.12.2026, wieder erreichbar.', '2026-12-07'],
    ['Ab 05.01.27 bin ich gerne wieder für Sie da.', '2027-01-05'],
    ['Je serai de retour le 5 janvier.', '2027-01-05'],
    ['Absent du bureau, de retour le lundi 7 décembre 2026', '2026-12-07'],
    ['À partir du 1er février je serai à nouveau joignable.', '2027-02-01'],
    ['Estaré de vuelta el 7 de diciembre de 2026.', '2026-12-07'],
    ['Vuelvo el 5 de enero', '2027-01-05'],
    ['Sono in ferie. Rientro il 7 dicembre.', '2026-12-07'],
    ['Tornerò il 5 gennaio 2027', '2027-01-05'],
    ['Ik ben op 7 december weer aanwezig.', '2026-12-07'],
    ['Terug op 5-1-2027', '2027-01-05'],
    ['Jag är tillbaka den 7 december.', '2026-12-07'],
    ['Åter på kontoret måndag 7 december', '2026-12-07'],
    ['Estou de férias, volto no dia 7 de dezembro.', '2026-12-07'],
  ])('%j', (text, day) => {
    expect(dayOf(text)).toBe(day)
  })
})

describe('a note that names the last day of an absence means the day after it', () => {
  it.each([
    ['Out of office until 12.12.', '2026-12-13'],
    ['I am away until Friday, 11 December.', '2026-12-12'],
    ['On leave from 1 December to 11 December', '2026-12-12'],
    ['Out of office 1 - 11 December', '2026-12-12'],
    ['Out of office: 2026-12-01 – 2026-12-11', '2026-12-12'],
    ['I am out through Dec 11th, with no access to mail.', '2026-12-12'],
    ['Ich bin bis einschließlich 11.12.2026 nicht im Haus.', '2026-12-12'],
    ['Vom 20.12. bis zum 06.01. bin ich im Urlaub', '2027-01-07'],
    ['Je suis absente jusqu’au 11 décembre inclus.', '2026-12-12'],
    ['Absent du 1er au 11 décembre', '2026-12-12'],
    ['Estaré fuera hasta el 11 de diciembre', '2026-12-12'],
    ['Sarò assente fino al 11 dicembre', '2026-12-12'],
    ['Ik ben afwezig t/m 11 december', '2026-12-12'],
    ['Ik ben met vakantie van 1 tot en met 11 december', '2026-12-12'],
    ['Jag har semester till och med den 11 december', '2026-12-12'],
  ])('%j', (text, day) => {
    expect(dayOf(text)).toBe(day)
  })
})

describe('a note tells nothing', () => {
  it.each([
    [''],
    ['I am out of the office and will answer when I am back.'],
    ['Our sale ends on 12 December.'],
    ['Call 030 12.12 or +49 30 1212-12'],
    ['Back on 31 February'],
    ['Back on 5 January 2020'],
    ['Back on 5 January 2090'],
    ['I was away until 12 November.'],
    ['Back at 9.30'],
    ['Version 2026.12.07.1 is back'],
    ['Zurück am 99.99.'],
    ['back back back until until'],
  ])('with %j', (text) => {
    expect(dayOf(text)).toBeNull()
  })
})

it('the day begins in the morning where its writer is', () => {
  const back = (zone: string) => returnDate('Back on 7 December', { ...reading, zone })?.toISOString()
  expect(back('Europe/Berlin')).toBe('2026-12-07T08:00:00.000Z')
  expect(back('America/New_York')).toBe('2026-12-07T14:00:00.000Z')
})

describe('a hostile note is read in no time', () => {
  const fill = (piece: string) => piece.repeat(Math.ceil(50_000 / piece.length)).slice(0, 50_000)
  it.each([
    ['spaces', ' '],
    ['digits', '1'],
    ['dots', '1.1.'],
    ['dates', 'back until 12.12. '],
    ['ranges', '1 - 2 - '],
    ['half a date', '12 december '],
    ['weekdays', 'monday, '],
    ['untils', 'until and including the '],
    ['letters with accents', 'é\u0301\u0323'],
    ['letters that grow', '\ufdfa'],
    ['ends of sentences', '. ! ? ; '],
  ])('of 50 kB of %s', (_, piece) => {
    const text = fill(piece)
    returnDate(text, reading)
    const cpuMs = cpuTimer()
    returnDate(text, reading)
    expect(cpuMs()).toBeLessThan(500)
  })
})

it('whatever a note says, nobody is waited for longer than a year, or until a moment that is over', () => {
  const words = fc.constantFrom(
    'back on ',
    'until ',
    'bis ',
    '12.',
    '/',
    '31',
    'february ',
    '2027',
    ' to ',
    'monday ',
    '. ',
  )
  const note = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(words).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(note, (text) => {
      const back = returnDate(text, reading)?.getTime() ?? Infinity
      expect(back === Infinity || (back > reading.now.getTime() && back < Date.parse('2027-11-24'))).toBe(
        true,
      )
    }),
  )
})
