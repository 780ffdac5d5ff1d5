import { describe, expect, it } from '@jest/globals'
import { commonFault, type Earlier, speaksOf, suspectsOf } from '../../src/domain/common-fault.ts'
import { type CallEnd, decideBatch, type MailAnswer } from '../../src/domain/message.ts'

const accepted: MailAnswer = { kind: 'accepted', providerMessageId: 'p1' }
const open: MailAnswer = { kind: 'unknown', reason: 'no id' }
const refused: MailAnswer = { kind: 'refused', whose: 'account', reason: 'out of credits' }
const invalid = { kind: 'rejected', reason: "Invalid 'ReplyTo'", inactive: false } as const
const mail = (code: number): MailAnswer => ({ ...invalid, code, about: 'mail' })
const recipient = (code: number): MailAnswer => ({
  ...invalid,
  code,
  inactive: code === 406,
  about: 'recipient',
})
const times = (count: number, answer: MailAnswer) => Array.from({ length: count }, () => answer)

const inTheirWords = (count: number) =>
  times(count, mail(300)).map((answer, n): MailAnswer => Object.assign({}, answer, { reason: `Bad: ${n}` }))

const unproven: Earlier = { taken: false, inARow: 0, alike: false, again: false }
const proven: Earlier = { ...unproven, taken: true }

const faultsOf = (outcomes: MailAnswer[], record = proven, variants: number[] = []) =>
  suspectsOf({ kind: 'answered', outcomes }, variants).flatMap((suspect) => {
    const variant = suspect.variant === null ? null : 'AB'.charAt(suspect.variant - 1)
    return commonFault(suspect, record, { to: `${suspect.places[0]}@lead.example`, variant }) ?? []
  })

describe('mails that are rejected are all found fault with for the same reason', () => {
  it.each<[string, MailAnswer[], Earlier]>([
    ['a whole call', times(60, mail(300)), proven],
    ['a whole call of five', times(5, mail(403)), proven],
    ['nine of ten', [...times(9, mail(300)), accepted], proven],
    ['all but those whose own fault it is', [...times(5, mail(300)), ...times(40, recipient(406))], proven],
    ['all but those of which nothing is known', [...times(5, mail(300)), ...times(9, open)], proven],
    ['nearly all, some for another reason', [...times(45, mail(300)), ...times(5, mail(411))], proven],
    ['the second mail of a campaign like the first', [mail(300)], { ...unproven, alike: true }],
    ['the first again, like another', [mail(300)], { ...unproven, alike: true, again: true }],
    ['the first call of a small one', [...times(3, mail(300)), recipient(300)], unproven],
    ['one mail, after four like it in a row', [mail(300)], { ...proven, inARow: 4 }],
    ['two mails, after three like them', times(2, mail(300)), { ...proven, inARow: 3 }],
  ])('%s', (_name, outcomes, record) => {
    const code = outcomes.find((each) => each.kind === 'rejected')?.code
    expect(faultsOf(outcomes, record)).toEqual([
      {
        code,
        about: 'mail',
        reason: `The email provider rejects these mails, whoever they are for: Invalid 'ReplyTo' (code ${code}).`,
      },
    ])
  })

  it('of one variant, while others are taken', () => {
    const outcomes = [...times(9, accepted), ...times(5, mail(300))]
    const variants = outcomes.map((_, n) => (n < 9 ? 1 : 2))
    expect(faultsOf(outcomes, proven)).toEqual([])
    expect(faultsOf(outcomes, proven, variants)).toMatchObject([
      {
        code: 300,
        reason: expect.stringContaining('rejects the mails of variant B, whoever they are for: '),
      },
    ])
    expect(faultsOf(outcomes.slice(0, 13), proven, variants)).toEqual([])
    expect(faultsOf([mail(300)], { ...proven, inARow: 4 }, [2])).toHaveLength(2)
  })

  it('of each variant for another reason', () => {
    const outcomes = [...times(9, mail(300)), ...times(8, mail(411))]
    const variants = outcomes.map((_, n) => (n < 9 ? 1 : 2))
    expect(faultsOf(outcomes, proven, variants)).toMatchObject([{ code: 300 }, { code: 411 }])
  })
})

describe('many of a call that are rejected in the same words', () => {
  it.each([
    ['25 of 500', [...times(475, accepted), ...times(25, mail(300))]],
    ['half of them', [...times(30, mail(300)), ...times(30, accepted)]],
  ])('are so for what they share, whatever else was taken: %s', (_name, outcomes) => {
    const count = outcomes.filter(({ kind }) => kind === 'rejected').length
    const reason = `The email provider rejects ${count} of these mails in the same words: Invalid 'ReplyTo' (code 300). Edit the campaign so that they are right, then resume; nobody is left out for it.`
    expect(faultsOf(outcomes)).toEqual([{ code: 300, about: 'mail', reason }])
    expect(faultsOf(outcomes, { ...proven, again: true })).toHaveLength(1)
  })

  it('are told once, by the variant that they are of where that is one', () => {
    const outcomes = [...times(30, accepted), ...times(30, mail(300))]
    const variants = outcomes.map((_, n) => (n < 30 ? 1 : 2))
    expect(faultsOf(outcomes, proven, variants)).toMatchObject([
      { reason: expect.stringContaining('the mails of variant B') },
    ])
  })
})

describe('a large call of which nearly all are rejected for whom they are to', () => {
  it.each([
    ['all', times(25, recipient(300))],
    ['nine of ten', [...times(45, recipient(300)), ...times(4, recipient(406)), mail(411)]],
  ])('is held for a person to look at the addresses: %s', (_name, outcomes) => {
    const count = outcomes.filter((outcome) => outcome.kind === 'rejected' && outcome.code === 300).length
    const reason = `The email provider rejects ${count} of these mails for the address that they are to: Invalid 'ReplyTo' (code 300). Cancel the campaign and mend the file; or resume: then the next people are tried, and whoever is rejected once more is left out.`
    expect(faultsOf(outcomes, proven)).toEqual([{ code: 300, about: 'recipient', reason }])
  })
})

describe('a single mail that is all there is to go by', () => {
  it('is named, for it tells nothing about others', () => {
    expect(faultsOf([recipient(300), mail(300)], unproven)).toEqual([
      {
        code: 300,
        about: 'mail',
        reason:
          "The first mail, to 1@lead.example, was rejected: Invalid 'ReplyTo' (code 300). If it is again after somebody has resumed, only this person is left out.",
      },
    ])
  })

  it('is rejected for itself when it is once more, whatever its variant', () => {
    expect(faultsOf([mail(300)], { ...unproven, again: true }, [2])).toEqual([])
  })
})

it.each([
  ["Invalid 'To' address (ada@lead.example).", true],
  ['Nobody is at ADA@lead.example.', true],
  ["Invalid 'ReplyTo' address.", false],
])('%s speaks of the recipient: %s', (reason, speaks) => {
  expect(speaksOf('Ada@Lead.example', reason)).toBe(speaks)
})

describe('mails that are rejected are so each for itself', () => {
  it.each<[string, MailAnswer[], Earlier]>([
    ['one among good ones', [mail(300), ...times(59, accepted)], unproven],
    ['fewer than nine of ten', [...times(8, mail(300)), accepted], unproven],
    ['a small call with a good one', [...times(4, mail(300)), accepted], { ...proven, inARow: 4 }],
    ['four where others were taken', times(4, mail(300)), proven],
    ['one after three like it', [mail(300)], { ...proven, inARow: 3 }],
    ['several reasons', [...times(5, mail(300)), ...times(5, mail(411))], unproven],
    ['all of them inactive', times(500, recipient(406)), unproven],
    ['addresses that are none, fewer than 25', times(24, recipient(300)), unproven],
    ['those, where another was taken', [...times(400, recipient(300)), accepted], proven],
    ['those, in fewer than nine of ten', [...times(40, recipient(300)), ...times(5, open)], unproven],
    ['those, once somebody has resumed', times(500, recipient(300)), { ...proven, again: true }],
    ['24 in the same words among good ones', [...times(24, mail(300)), ...times(24, accepted)], proven],
    ['as many in words of their own', [...inTheirWords(300), ...times(300, accepted)], proven],
    ['none', times(500, accepted), unproven],
    ['nobody', [], unproven],
    ['what was refused', times(500, refused), unproven],
    ['what is not known', times(500, open), unproven],
  ])('%s', (_name, outcomes, record) => {
    expect(faultsOf(outcomes, record)).toEqual([])
  })

  it('and a call that was not answered rejects nobody', () => {
    for (const kind of ['refused', 'forbidden', 'sender-refused', 'unknown'] as const)
      expect(suspectsOf({ kind, reason: 'no' })).toEqual([])
    expect(suspectsOf(null)).toEqual([])
  })
})

describe('a batch whose mails are all found fault with', () => {
  const end: CallEnd = {
    kind: 'answered',
    outcomes: [...times(9, mail(300)), recipient(300), recipient(406), mail(411), accepted],
  }
  const ids = end.outcomes.map((_, n) => `m${n}`)
  const faults = [{ code: 300, about: 'mail', reason: 'rejected, whoever they are for' } as const]

  it('goes back in line, with its campaign paused; the others are settled as they were answered', () => {
    const { settlements, pause } = decideBatch(ids, end, { failures: 0, random: 0, faults })
    const states = settlements.map(({ state }) => state)
    expect(states).toEqual([
      ...times(9, mail(300)).map(() => 'queued'),
      'rejected',
      'rejected',
      'rejected',
      'sent',
    ])
    expect(settlements[0]).toMatchObject({
      attemptCounts: false,
      errorCode: 300,
      reason: "Invalid 'ReplyTo'",
    })
    expect(pause).toBe('rejected, whoever they are for')
  })

  it('for the address that they are to: those go back in line, and no others', () => {
    const address = [{ code: 300, about: 'recipient', reason: 'for the address' } as const]
    const { settlements } = decideBatch(ids, end, { failures: 0, random: 0, faults: address })
    expect(settlements.flatMap(({ state }, n) => (state === 'queued' ? n : []))).toEqual([9])
  })

  it('lets others go first afterwards: should it be these people after all, they hold up nobody', () => {
    expect(decideBatch(ids, end, { failures: 0, random: 0, faults }).retryInMs).toBe(60_000)
  })
})
