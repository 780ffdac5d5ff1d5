import type { MailSummary } from '../../postmark/types.ts'
import type { Telling } from '../play.ts'
import { cardOf, numberIn, patience } from './cards.ts'

const answers = [
  'Yes please, that sounds great. Could you call me tomorrow about the price?',
  'Not interested, thank you.',
  'Which beans do you use?',
  'We already have a supplier and it is too expensive to change.',
] as const

/** The people who got the mail do what people do: open, click, bounce, complain, leave, and a few of them answer. */
export async function peopleStory({ sandbox: { slack, postmark }, counts, tell }: Telling): Promise<void> {
  const { inbox } = postmark
  const mails = inbox.list({ limit: 1_000 }).filter((mail) => mail.stream === 'broadcast')
  const take = takerOf(mails)
  await tell('People open and click, one mail bounces, one person complains', async () => {
    for (const mail of take(60)) inbox.open(mail.id)
    for (const mail of take(12)) {
      inbox.open(mail.id)
      const link = inbox.links(mail.id).find(({ url }) => url.includes('/autumn'))
      if (link) inbox.click(mail.id, link.url)
    }
    for (const mail of take(1)) inbox.bounce(mail.id, 'hard')
    for (const mail of take(1)) inbox.complain(mail.id)
    await slack.waitFor(
      'the card to count them',
      () => /Opened\n?.*72/s.test(cardOf(slack).join('\n')),
      patience,
    )
  })
  await tell('Somebody unsubscribes by the link in the mail', async () => {
    for (const mail of take(1)) await inbox.unsubscribe(mail.id)
    await slack.waitFor(
      'the card to count it',
      () => {
        return numberIn(cardOf(slack).join(' '), /Unsubscribed\D*(\d+)/) === 1
      },
      patience,
    )
  })
  await tell(
    'Some answer, and one is out of office',
    async () => {
      for (const [index, mail] of take(answers.length).entries()) {
        inbox.open(mail.id)
        inbox.reply(mail.id, { text: answers[index] ?? '' })
      }
      for (const mail of take(1)) inbox.outOfOffice(mail.id)
      const replied = () => numberIn(cardOf(slack).join(' '), /Replied\D*(\d+)/)
      await slack.waitFor('the card to count the answers', () => replied() === answers.length, patience)
      counts['replies'] = replied()
      return replied()
    },
    (replied) => `${replied} people answered`,
  )
}

/** Gives mails out so that nobody acts twice. */
function takerOf(mails: readonly MailSummary[]): (count: number) => MailSummary[] {
  let next = 0
  return (count) => {
    next += count
    return mails.slice(next - count, next)
  }
}
