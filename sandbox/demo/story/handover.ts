import type { Mail, MailSummary } from '../../postmark/types.ts'
import type { MessageWhere, Person } from '../../slack/person-types.ts'
import type { Telling } from '../play.ts'
import { people } from '../workspace-seed.ts'
import { cardOf, numberIn, patience } from './cards.ts'
import { expectOk } from './launch.ts'

const words = 'Good morning! I will call you at ten. Which number suits you best?'
const answer = 'Ten is perfect. Please use my mobile.'

/** A lead reaches #sales, two reps race for it, the winner talks to the lead and wins the deal. */
export async function handOverStory(telling: Telling): Promise<void> {
  const { tell, counts } = telling
  const card = await tell('The lead appears in #sales with score and reasons', () => leadCard(telling))
  const winner = await tell(
    'Raj and Elena press Claim at the same moment; one of them gets it, the other reads who',
    () => race(telling, card),
    () => `${counts['claimedBy']} has it`,
  )
  const lead = { card, winner }
  const mail = await tell("What the holder writes in the thread reaches the lead's mailbox", () =>
    write(telling, lead),
  )
  await tell('The lead answers, and the answer comes back to the thread', async () => {
    telling.sandbox.postmark.inbox.reply(mail.id, { text: answer })
    const expected = { channel: '#sales', text: answer, threadTs: card.ts ?? '', as: winner.id }
    await telling.sandbox.slack.waitForMessage(expected, patience)
  })
  await tell('The deal is won', () => win(telling, lead))
}

async function leadCard({ sandbox: { slack }, counts }: Telling): Promise<MessageWhere> {
  const card = await slack.waitForMessage({ channel: '#sales', text: /Lead:/, as: people.raj }, patience)
  const handedOver = () => numberIn(cardOf(slack).join(' '), /Handed over\D*(\d+)/)
  await slack.waitFor('the campaign card to count it', () => handedOver() > 0, patience)
  counts['handovers'] = handedOver()
  return { channel: '#sales', ts: card.ts }
}

async function race({ sandbox: { slack }, counts }: Telling, where: MessageWhere): Promise<Person> {
  const raj = slack.person(people.raj)
  const elena = slack.person(people.elena)
  const clicks = await Promise.all([raj, elena].map((rep) => rep.click({ where, text: 'Claim' })))
  for (const outcome of clicks) expectOk(outcome)
  const claimed = () => raj.reads(where).find((line) => line.includes('Claimed by'))
  const line = await slack.waitFor('the card to name a holder', claimed, patience)
  const holder = [raj, elena].find(
    (rep) => line.includes(rep.id) || line.includes(rep.snapshot().me.real_name),
  )
  if (!holder) throw new Error(`Nobody of the two is named in: ${line}`)
  const loser = holder === raj ? elena : raj
  const told = () =>
    loser.snapshot().channels.some(({ messages }) => messages.some((message) => message.ephemeral))
  await slack.waitFor('the other to be told', told, patience)
  counts['claimedBy'] = holder.snapshot().me.real_name
  return holder
}

type Lead = { card: MessageWhere; winner: Person }

async function write(
  { sandbox: { slack, postmark } }: Telling,
  { card, winner }: Lead,
): Promise<MailSummary | Mail> {
  await winner.say('#sales', words, { threadTs: card.ts ?? '' })
  const isIt = (mail: MailSummary) => mail.stream === 'outbound' && mail.subject.startsWith('Re:')
  return slack.waitFor('the mail', () => postmark.inbox.list({ limit: 50 }).find(isIt), patience)
}

async function win({ sandbox: { slack } }: Telling, { card, winner }: Lead): Promise<void> {
  expectOk(await winner.click({ where: card, text: 'Won', confirm: true }))
  const won = () => winner.reads(card).some((line) => line.includes('Won by'))
  await slack.waitFor('the card to say so', won, patience)
}
