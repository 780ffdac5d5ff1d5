import type { Telling } from '../play.ts'
import { people } from '../workspace-seed.ts'
import { cardOf, numberIn } from './cards.ts'
import { expectOk } from './launch.ts'

const patience = { timeoutMs: 30_000 }
const words = 'Good morning! I will call you at ten. Which number suits you best?'

/** A lead reaches #sales, two reps race for it, the winner talks to the lead and wins the deal. */
export async function handOverStory({ sandbox: { slack, postmark }, counts, tell }: Telling): Promise<void> {
  const raj = slack.person(people.raj)
  const elena = slack.person(people.elena)
  const card = await tell('The lead appears in #sales with score and reasons', async () =>
    slack.waitForMessage({ channel: '#sales', text: /Lead:/, as: raj.id }, patience),
  )
  counts['handovers'] = numberIn(cardOf(slack, 'Autumn roast').join(' '), /Handed over\D*(\d+)/)
  const where = { channel: '#sales', ts: card.ts }
  const winner = await tell(
    'Raj and Elena press Claim at the same moment; one of them gets it, the other reads who',
    async () => {
      for (const outcome of await Promise.all(
        [raj, elena].map((rep) => rep.click({ where, text: 'Claim' })),
      )) {
        expectOk(outcome)
      }
      const claimed = await slack.waitFor(
        'the card to name a holder',
        () => raj.reads(where).find((line) => line.includes('Claimed by')),
        patience,
      )
      const [holder, loser] =
        claimed.includes('Raj') || claimed.includes(raj.id) ? [raj, elena] : [elena, raj]
      await slack.waitFor(
        'the loser to be told',
        () => loser.snapshot().channels.some(({ messages }) => messages.some((message) => message.ephemeral)),
        patience,
      )
      counts['claimedBy'] = holder.snapshot().me.real_name
      return holder
    },
    () => `${counts['claimedBy']} has it`,
  )
  const sent = await tell("What the holder writes in the thread reaches the lead's mailbox", async () => {
    await winner.say('#sales', words, { threadTs: card.ts })
    return slack.waitFor(
      'the mail',
      () =>
        postmark.inbox
          .list({ limit: 50 })
          .find((mail) => mail.stream === 'outbound' && /^Re:/.test(mail.subject)),
      patience,
    )
  })
  await tell('The lead answers, and the answer comes back to the thread', async () => {
    postmark.inbox.reply(sent.id, { text: 'Ten is perfect. Please use my mobile.' })
    await slack.waitForMessage(
      { channel: '#sales', text: /Ten is perfect/, threadTs: card.ts, as: winner.id },
      patience,
    )
  })
  await tell('The deal is won', async () => {
    expectOk(await winner.click({ where, text: 'Won', confirm: true }))
    await slack.waitFor(
      'the card to say so',
      () => winner.reads(where).some((line) => line.includes('Won by')),
      patience,
    )
  })
}
