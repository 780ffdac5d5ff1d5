import { describe, expect, it } from '@jest/globals'
import { guessColumns } from '../../src/domain/columns.ts'
import { knownMergeFields, mergeFieldName } from '../../src/domain/merge-fields.ts'

const row = (...cells: string[]) => ({ line: 2, cells })

describe('A column header', () => {
  it.each([
    ['Annual Revenue', 'annual_revenue'],
    ['  Größe (m²) ', 'grosse_m2'],
    ['E-Mail-Adresse', 'e_mail_adresse'],
    ['Téléphone', 'telephone'],
    ['Имя', 'имя'],
    ['2024 revenue', 'field_2024_revenue'],
    ['Empty', 'field_empty'],
    ['Unsubscribe URL', 'field_unsubscribe_url'],
    ['__proto__', 'proto'],
    ['x'.repeat(90), 'x'.repeat(60)],
    ['***', null],
  ])('%j becomes the merge field %s', (header, name) => {
    expect(mergeFieldName(header)).toBe(name)
  })
})

describe('The columns of a file', () => {
  it.each([
    [
      'English',
      ['First Name', 'Last Name', 'Work Email', 'Mobile'],
      ['first_name', 'last_name', 'email', 'phone'],
    ],
    ['German', ['Vorname', 'Name', 'E-Mail', 'Firma'], ['first_name', 'last_name', 'email', 'company']],
    ['French', ['Prénom', 'Nom', 'Courriel', 'Société'], ['first_name', 'last_name', 'email', 'company']],
    [
      'Spanish',
      ['Nombre', 'Apellidos', 'Correo electrónico', 'País'],
      ['first_name', 'last_name', 'email', 'country'],
    ],
    [
      'Italian',
      ['Nome proprio', 'Cognome', 'Mail', 'Azienda'],
      ['first_name', 'last_name', 'email', 'company'],
    ],
    ['consent', ['Email', 'Consent Source', 'Opt-in date'], ['email', 'consent_source', 'consent_date']],
  ])('are recognised: %s', (_, header, mapping) => {
    expect(guessColumns(header, [])).toEqual({ kind: 'guessed', mapping })
  })

  it('are the work address rather than the private one, which stays a merge field', () => {
    const guess = guessColumns(['Email', 'Work Email'], [row('a@home.example', 'a@work.example')])
    expect(guess).toEqual({ kind: 'guessed', mapping: ['email_2', 'email'] })
  })

  it('are told by their values where a header misleads', () => {
    const samples = [row('sent', 'a@b.example'), row('opened', 'c@d.example')]
    expect(guessColumns(['Mail', 'Kontakt'], samples)).toEqual({
      kind: 'guessed',
      mapping: ['mail', 'email'],
    })
    expect(guessColumns(['Status', 'Контакт'], samples)).toEqual({
      kind: 'guessed',
      mapping: ['status', 'email'],
    })
  })

  it('keep a whole name as it is where there are no first names', () => {
    expect(guessColumns(['Name', 'Email'], [])).toEqual({ kind: 'guessed', mapping: ['name', 'email'] })
  })

  it('never share a merge field, and ignore what holds nothing', () => {
    const guess = guessColumns(
      ['Email', 'Notes', 'notes', 'Phone', 'Mobile', '', ''],
      [row('a@b.example', 'x', 'y', '1', '2', '', 'z')],
    )
    expect(guess).toEqual({
      kind: 'guessed',
      mapping: ['email', 'notes', 'notes_2', 'phone_2', 'phone', null, 'column_7'],
    })
  })

  it('of a file of refused rows, mended and uploaded again, leave our two out', () => {
    const guess = guessColumns(['Refused line', 'Refused because', 'email'], [])
    expect(guess).toEqual({ kind: 'guessed', mapping: [null, null, 'email'] })
  })

  it('are refused without one for the address, and without a header', () => {
    expect(guessColumns(['Name', 'City'], [row('Ada', 'London')])).toEqual({ kind: 'no-email' })
    expect(guessColumns(['Ada', 'ada@b.example'], [row('Bob', 'bob@b.example')])).toEqual({
      kind: 'no-header',
    })
  })

  it('add merge fields to the standard ones, consent apart', () => {
    const fields = knownMergeFields(['email', 'annual_revenue', null, 'consent_source', 'consent_date'])
    expect(fields).toContain('first_name')
    expect(fields).toContain('annual_revenue')
    expect(fields).not.toContain('consent_source')
    expect(new Set(fields).size).toBe(fields.length)
  })
})
