import { readFile } from 'node:fs/promises'
import type { Outcome } from '../../slack/person-types.ts'
import type { Telling } from '../play.ts'
import { people } from '../workspace-seed.ts'
import { campaign, cardOf, numberIn, patience } from './cards.ts'

const subject =
  '{{ first_name | default: "Hello" }}, a better coffee for {{ company | default: "your team" }}?'
const body = `Hi {{ first_name | default: "there" }},

We roast for offices like {{ company | default: "yours" }}. May we send you a sample box of this autumn's harvest?

It is all on https://northwind.example/autumn

Maya from Northwind Coffee`

/** Maya makes a campaign from a CSV file, looks at it, tests it and launches it. */
export async function launchStory(telling: Telling): Promise<void> {
  await telling.tell('Maya types /campaign new and a form opens', () => openForm(telling))
  await telling.tell('She fills it in with a file of 500 rows, and Baton reads it', () => fillForm(telling))
  const { counts } = telling
  await telling.tell(
    'The rows are counted, and those refused come back with a reason each',
    () => countRows(telling),
    () => `${counts['rowsImported']} imported, ${counts['rowsRefused']} refused`,
  )
  await telling.tell('She sends a test to herself', () => sendTest(telling))
  await telling.tell('She launches', () => launch(telling))
  await telling.tell(
    'Postmark accepts a mail for everybody',
    () => waitForMails(telling),
    () => `${counts['mailsAccepted']} mails`,
  )
}

async function openForm({ sandbox: { slack } }: Telling): Promise<void> {
  expectOk(await slack.person(people.maya).slash('#campaigns', '/campaign new'))
  await slack.waitForModal({ user: people.maya }, patience)
}

async function fillForm({ sandbox: { slack } }: Telling): Promise<void> {
  const maya = slack.person(people.maya)
  await maya.fill('Campaign name', campaign)
  await maya.fill('Sender name', 'Maya from Northwind')
  await maya.fill('Sender email', 'maya@northwind.example')
  const content = await readFile('samples/contacts-500.csv')
  expectOk(await maya.upload('Contacts', { name: 'contacts-500.csv', content }))
  await maya.fill('Subject', subject)
  await maya.fill('Email', body)
  await maya.choose('Channel for its leads', 'sales')
  expectOk(await maya.submit())
  await slack.waitForModal({ user: maya.id, title: /Review/ }, patience)
}

async function countRows({ sandbox: { slack }, counts }: Telling): Promise<void> {
  const maya = slack.person(people.maya)
  const words = maya.reads('modal').join('\n')
  counts['rowsRead'] = numberIn(words, /([\d,]+) rows? read/)
  counts['rowsImported'] = numberIn(words, /read, ([\d,]+) contacts?/)
  counts['rowsRefused'] = numberIn(words, /([\d,]+) rows? refused/)
  await slack.waitFor('the list of refused rows', () => cardThreadFile(maya.snapshot()), patience)
}

type FilesSeen = { channels: readonly { messages: readonly { files: readonly { name: string }[] }[] }[] }

function cardThreadFile({ channels }: FilesSeen): string | undefined {
  const files = channels.flatMap(({ messages }) => messages.flatMap((message) => message.files))
  return files.find((file) => file.name.endsWith('.csv'))?.name
}

async function sendTest({ sandbox: { slack, postmark } }: Telling): Promise<void> {
  expectOk(await slack.person(people.maya).click({ where: 'modal', text: 'Send test to me' }))
  const test = () => postmark.inbox.list({ to: 'maya.lindqvist@northwind.example' })[0]
  await slack.waitFor('the test mail', test, patience)
}

async function launch({ sandbox: { slack } }: Telling): Promise<void> {
  const maya = slack.person(people.maya)
  expectOk(await maya.click({ where: 'modal', text: 'Launch', confirm: true }))
  await slack.waitForMessage({ channel: '#campaigns', text: /Running|Completed/, as: maya.id }, patience)
  if (maya.snapshot().modals.length > 0) await maya.close('all')
}

async function waitForMails({ sandbox: { slack, postmark }, counts }: Telling): Promise<void> {
  const done = { channel: '#campaigns', text: /Completed/, as: people.maya }
  await slack.waitForMessage(done, patience)
  // The test mail is one more.
  const accepted = postmark.accepted.total() - 1
  const sent = numberIn(cardOf(slack).join('\n'), /([\d,]+) of [\d,]+ sent/)
  if (accepted !== sent) throw new Error(`The card says ${sent}, Postmark ${accepted}`)
  counts['mailsAccepted'] = accepted
}

/** Throws what a person would read when something they did was not taken. */
export function expectOk(outcome: Outcome): void {
  if (outcome.kind === 'acknowledged') return
  throw new Error(`It was not taken: ${JSON.stringify(outcome)}`)
}
