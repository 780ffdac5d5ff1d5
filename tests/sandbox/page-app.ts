import type { App, ViewOutput } from '@slack/bolt'
import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types'

type ViewStateValues = ViewOutput['state']['values']

const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text })

const form: ModalView = {
  type: 'modal',
  callback_id: 'campaign_form',
  title: plain('New campaign'),
  submit: plain('Create'),
  blocks: [
    {
      type: 'input',
      block_id: 'name',
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id: 'name' },
    },
    {
      type: 'input',
      block_id: 'company',
      label: plain('Company'),
      element: { type: 'external_select', action_id: 'company', min_query_length: 1 },
    },
    {
      type: 'input',
      block_id: 'contacts',
      label: plain('Contacts'),
      element: { type: 'file_input', action_id: 'contacts', filetypes: ['csv'], max_files: 1 },
    },
  ],
}

const claimButton: KnownBlock = {
  type: 'actions',
  elements: [
    {
      type: 'button',
      action_id: 'claim',
      text: plain('Claim'),
      style: 'primary',
      confirm: {
        title: plain('Claim this lead?'),
        text: plain('It becomes yours.'),
        confirm: plain('Claim it'),
      },
    },
  ],
}

const card = (words: string, last: KnownBlock): KnownBlock[] => [
  { type: 'section', text: { type: 'mrkdwn', text: words } },
  last,
]

/** A card with a button that asks before it tells the app. */
export const claimCard = (words: string): KnownBlock[] => card(words, claimButton)

function readForm(values: ViewStateValues): { wanted: string; words: string } {
  const held = (name: string) => values[name]?.[name]
  const wanted = held('name')?.value ?? ''
  const file = held('contacts')?.files?.[0]?.name
  const chosen = held('company')?.selected_option?.text.text
  return { wanted, words: `*${wanted}* for ${String(chosen)} from \`${String(file)}\` :tada:` }
}

/** A small relay for the page to be driven against: a command, a form with errors, a card that one person claims. */
export function registerPageApp(app: App): void {
  app.command('/campaign', async ({ ack, client, body }) => {
    await ack()
    await client.views.open({ trigger_id: body.trigger_id, view: form })
  })
  app.options('company', async ({ ack, payload }) => {
    const names = ['Acme', 'Apex', 'Borealis'].filter((name) => name.toLowerCase().startsWith(payload.value))
    await ack({ options: names.map((name) => ({ text: plain(name), value: name.toLowerCase() })) })
  })
  app.view('campaign_form', async ({ ack, view, client }) => {
    const { wanted, words } = readForm(view.state.values)
    if (wanted === 'Taken') {
      await ack({ response_action: 'errors', errors: { name: 'That name is taken.' } })
      return
    }
    await ack()
    await client.chat.postMessage({ channel: 'C0SALES', text: wanted, blocks: claimCard(words) })
  })
  app.action('claim', async ({ ack, body, client }) => {
    await ack()
    if (body.type !== 'block_actions' || !body.message || !body.channel) return
    const owner: KnownBlock = {
      type: 'context',
      elements: [{ type: 'mrkdwn', text: `Claimed by <@${body.user.id}>` }],
    }
    const { ts } = body.message
    await client.chat.update({
      channel: body.channel.id,
      ts,
      text: 'Claimed',
      blocks: card('*A lead*', owner),
    })
    await client.chat.postMessage({
      channel: body.channel.id,
      thread_ts: ts,
      text: 'The whole story is here.',
    })
  })
}
