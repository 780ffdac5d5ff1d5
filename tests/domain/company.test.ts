import { describe, expect, it } from '@jest/globals'
import { companyKey, personAtCompany } from '../../src/domain/company.ts'

const person = { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@acme.example', company: 'Acme' }

describe('two people are of one company', () => {
  it.each([
    [
      'with addresses under one domain, whatever a list calls it',
      ['a@acme.com', 'Acme'],
      ['b@acme.com', 'ACME Group'],
    ],
    ['with free mail and one company', ['a@gmail.com', 'Acme'], ['b@gmx.at', 'acme']],
    [
      'with its legal form or without',
      ['a@gmail.com', 'Acme, Inc.'],
      ['b@yahoo.co.uk', 'ACME GmbH & Co. KG'],
    ],
    ['written with accents or without', ['a@web.de', 'Café Müller'], ['b@icloud.com', 'Cafe Muller S.A.']],
  ] as const)('%s', (_, [email, company], [otherEmail, otherCompany]) => {
    const key = companyKey({ email, company })
    expect(key).not.toBeNull()
    expect(key).toBe(companyKey({ email: otherEmail, company: otherCompany }))
  })
})

describe('two people are not of one company', () => {
  it.each([
    ['with addresses under two domains', ['a@acme.com', 'Acme'], ['b@acme.org', 'Acme']],
    ['with free mail and two companies', ['a@gmail.com', 'Acme'], ['b@gmail.com', 'Acme Labs']],
  ] as const)('%s', (_, [email, company], [otherEmail, otherCompany]) => {
    expect(companyKey({ email, company })).not.toBe(companyKey({ email: otherEmail, company: otherCompany }))
  })

  it.each([
    ['nothing', null],
    ['spaces', ' '],
    ['signs alone', '—'],
  ])('with free mail and %s for a company', (_, company) => {
    expect(companyKey({ email: 'a@gmail.com', company })).toBeNull()
  })

  it('because both are called by nothing but a legal form', () => {
    expect(companyKey({ email: 'a@gmail.com', company: 'Limited' })).toBe('name:limited')
  })
})

describe('a person and their company are told', () => {
  it.each([
    ['by name', {}, 'Ada Lovelace at Acme'],
    ['by first name', { lastName: null }, 'Ada at Acme'],
    ['by address', { firstName: null, lastName: ' ' }, 'ada@acme.example at Acme'],
    ['by domain', { company: null }, 'Ada Lovelace at acme.example'],
    ['alone where neither is known', { company: '', email: 'ada@gmail.com' }, 'Ada Lovelace'],
  ])('%s', (_, given, sentence) => {
    expect(personAtCompany({ ...person, ...given })).toBe(sentence)
  })
})
