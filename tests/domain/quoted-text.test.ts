import { describe, expect, it } from '@jest/globals'
import { writtenText } from '../../src/domain/quoted-text.ts'

const quote = '> Hi Ada,\n> coffee?'

const token = 'AbCd_-90'.repeat(6).slice(0, 43)

describe('what a person wrote', () => {
  it.each([
    ['the provider’s own cut, where there is one', 'all of it', 'Yes!', 'Yes!'],
    ['everything, where nothing is quoted', 'Yes!\nCall me.', '', 'Yes!\nCall me.'],
    ['Gmail', `Yes!\n\nOn Mon, 23 Nov 2026 at 09:00, Maya <m@n.example> wrote:\n${quote}`, '', 'Yes!'],
    [
      'Gmail, broken over two lines',
      `Yes!\nOn Mon, 23 Nov 2026, Maya Lindqvist <m@n.example>\nwrote:\n${quote}`,
      '',
      'Yes!',
    ],
    [
      'Apple Mail in German',
      `Ja!\n\nAm 23.11.2026 um 09:00 schrieb Maya <m@n.example>:\n${quote}`,
      '',
      'Ja!',
    ],
    ['French', `Oui\r\nLe lun. 23 nov. 2026, Maya a écrit :\r\n${quote}`, '', 'Oui'],
    ['Outlook', 'Yes!\n\nFrom: Maya <m@n.example>\nSent: Monday\nTo: Ada\nSubject: Coffee\n\nHi', '', 'Yes!'],
    ['Outlook’s line', 'Yes!\n________________________________\nFrom: Maya', '', 'Yes!'],
    ['the original message', 'Yes!\n-----Original Message-----\nHi', '', 'Yes!'],
    ['an answer below the quotation', `On Monday evening, Maya wrote:\n${quote}\n\nYes!`, '', 'Yes!'],
    ['nothing but the quotation', `On Monday evening, Maya wrote:\n${quote}\n`, '', ''],
    [
      'words that cannot be told from the quotation, without the link that leaves',
      `Von: Maya\nGesendet: Montag\nHi!\nUnsubscribe: https://b.example/mail/u/${token}\nYes!`,
      '',
      'Von: Maya\nGesendet: Montag\nHi!\nUnsubscribe: (unsubscribe link)\nYes!',
    ],
    [
      'a link that leaves, in the provider’s cut',
      '',
      `Yes! http://b.example/u/${token}.`,
      'Yes! (unsubscribe link).',
    ],
    ['an answer between quotations', `${quote}\nYes!\n> And tea?\nNo.`, '', 'Yes!\nNo.'],
    [
      'a person who writes From: in a sentence',
      'From: our side it is a yes\nCall me',
      '',
      'From: our side it is a yes\nCall me',
    ],
    ['an answer after much empty space', `${'\n'.repeat(70_000)}Yes!`, '', 'Yes!'],
    ['the provider’s cut after much empty space', 'x', `${' '.repeat(70_000)}Yes!`, 'Yes!'],
    ['nothing', '', '', ''],
    ['only white space', ' \n\t\n', '  ', ''],
  ])('%s', (_, ...[text, stripped, written]) => {
    expect(writtenText(text, stripped)).toBe(written)
  })
})

describe('hostile mail', () => {
  const long = 1_000_000
  it.each([
    ['one line without end', 'x'.repeat(long)],
    ['one line that almost starts a quotation', `On ${'a '.repeat(long / 2)}`],
    ['quotations in quotations', `${'> '.repeat(100)}deep\n`.repeat(5_000)],
    ['a hundred quotation starts', 'On Monday evening, Maya wrote:\n'.repeat(100)],
    ['only dashes', '-'.repeat(long)],
    ['only line ends', '\r\n'.repeat(long / 2)],
    ['nearly an Outlook header, again and again', `From: ${'a'.repeat(299)}\n`.repeat(3_000)],
  ])('of %s is read to the end, and bounded', (_, text) => {
    expect(writtenText(text, '').length).toBeLessThanOrEqual(64_000)
    expect(writtenText('', text).length).toBeLessThanOrEqual(64_000)
  })

  it.each([
    ['at the end of a line', `${'x'.repeat(999)}💥\nYes!`, ''],
    ['at the end of a text', `${`${'x'.repeat(998)}\n`.repeat(64)}${'y'.repeat(63)}💥`, ''],
    ['at the end of the provider’s cut', '', `${'x'.repeat(63_999)}💥`],
  ])('is never cut through the middle of a sign %s', (_, text, stripped) => {
    const written = writtenText(text, stripped)
    expect(written.isWellFormed()).toBe(true)
    expect(written).not.toContain('💥')
  })
})
