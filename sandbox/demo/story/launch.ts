import { readFile } from 'node:fs/promises'
import type { Outcome } from '../../slack/person-types.ts'
import type { Telling } from '../play.ts'
import { people } from '../workspace-seed.ts'
import { cardOf, numberIn } from './cards.ts'

const campaign = 'Autumn roast'
const patience = { timeoutMs: 30_000 }

const subject =
  '{{ first_name | default: "Hello" }}, a better coffee for {{ company | default: "your team" }}?'
const body = `Hi {{ first_name | default: "there" }},

We roast for offices like {{ company | default: "yours" }}. May we send you a sample box of this autumn's harvest?

It is all on https://northwind.example/autumn

Maya from Northwind Coffee`

/** Maya makes a campaign from a CSV file, looks at it, tests it and launches it. */
export async function launchStory({ sandbox: { slack, postmark }, counts, tell }: Telling): Promise<void> {
  const maya = slack.person(people.maya)
  await tell('Maya types /campaign new and a form opens', async () => {
    expectOk(await maya.slash('#campaigns', '/campaign new'))
    return slack.waitForModal({ user: maya.id }, patience)
  })
  await tell('She fills it in with a file of 500 rows, and Baton reads it', async () => {
    await maya.fill('Campaign name', campaign)
    await maya.fill('Sender name', 'Maya from Northwind')
    await maya.fill('Sender email', 'maya@northwind.example')
    const content = await readFile('samples/contacts-500.csv')
    expectOk(await maya.upload('Contacts', { name: 'contacts-500.csv', content }))
    await maya.fill('Subject', subject)
    await maya.fill('Email', body)
    await maya.choose('Channel for its leads', 'sales')
    expectOk(await maya.submit())
    return slack.waitForModal({ user: maya.id, title: /Review/ }, patience)
  })
  await tell(
    'The rows are counted, and those refused come back with a reason each',
    async () => {
      const words = maya.reads('modal').join('\n')
      counts['rowsRead'] = numberIn(words, /([\d,]+) rows? read/)
      counts['rowsImported'] = numberIn(words, /read, ([\d,]+) contacts?/)
      counts['rowsRefused'] = numberIn(words, /([\d,]+) rows? refused/)
      return slack.waitFor(
        'the list of refused rows',
        () => cardThreadFile(slack.snapshot(maya.id)),
        patience,
      )
    },
    () => `${counts['rowsImported']} imported, ${counts['rowsRefused']} refused`,
  )
  await tell('She sends a test to herself', async () => {
    expectOk(await maya.click({ where: 'modal', text: 'Send test to me' }))
    const isTest = () => postmark.inbox.list({ to: 'maya.lindqvist@northwind.example' })[0]
    return slack.waitFor('the test mail', () => isTest(), patience)
  })
  await tell('She launches', async () => {
    expectOk(await maya.click({ where: 'modal', text: 'Launch', confirm: true }))
    await slack.waitForMessage({ channel: '#campaigns', text: /Running|Completed/, as: maya.id }, patience)
  })
  await tell(
    'Postmark accepts a mail for everybody',
    async () => {
      await slack.waitForMessage(
        { channel: '#campaigns', text: /Completed/, as: maya.id },
        { timeoutMs: 60_000 },
      )
      // The test mail is one more.
      counts['mailsAccepted'] = postmark.accepted.total() - 1
      const sent = numberIn(cardOf(slack, campaign).join('\n'), /([\d,]+) of [\d,]+ sent/)
      if (counts['mailsAccepted'] !== sent)
        throw new Error(`The card says ${sent}, Postmark ${counts['mailsAccepted']}`)
      return sent
    },
    (sent) => `${sent} mails`,
  )
}

type FilesSeen = { channels: readonly { messages: readonly { files: readonly { name: string }[] }[] }[] }

function cardThreadFile({ channels }: FilesSeen): string | undefined {
  const files = channels.flatMap(({ messages }) => messages.flatMap((message) => message.files))
  return files.find((file) => file.name.endsWith('.csv'))?.name
}

/** Throws what a person would read when something they did was not taken. */
export function expectOk(outcome: Outcome): void {
  if (outcome.kind === 'acknowledged') return
  throw new Error(`It was not taken: ${JSON.stringify(outcome)}`)
}
