import { actions } from '../ids.ts'
import { button, context, row, section, type Message } from './blocks.ts'
import { allProblemsButton } from './decision-buttons.ts'
import { inline } from './text.ts'

/** Words of the fixed commands that this version does not have yet: answered honestly, advertised nowhere. */
const later: ReadonlySet<string> = new Set([
  'report',
  'import',
  'templates',
  'simulate',
  'settings',
  'token',
  'find',
  'why',
])

function leadIn(command: string, unknown: string | undefined): string[] {
  if (unknown === undefined) return []
  const shown = `\`${command} ${inline(unknown, 60).replaceAll('`', '')}\``
  return later.has(unknown.toLowerCase())
    ? [`${shown} is not available in this version yet. This is:`]
    : [`I do not know ${shown}. This is what I know:`]
}

/** Help for `/campaign`; `unknown` is the word that was not understood, where that is why it is shown. */
export function campaignHelp(unknown?: string): Message {
  const lines = [
    ...leadIn('/campaign', unknown),
    '`/campaign new` makes a campaign: sender, contacts, email, preview, launch',
    '`/campaign list` shows your campaigns',
    '`/campaign show Spring launch` finds the card of a campaign, and tells why it isn’t finished',
    '`/campaign edit Spring launch` opens its sequence, `schedule` asks when it starts',
    '`/campaign pause Spring launch` and `resume` act at once, `recall` and `cancel` ask first',
    '`/campaign problems` lists the mails that wait for your decision; with a name, those of one campaign',
  ]
  return {
    text: 'Help for /campaign',
    blocks: [
      section(lines.join('\n')),
      row(
        button('New campaign', actions.openCampaignForm, { style: 'primary' }),
        button('My campaigns', actions.listCampaigns),
        allProblemsButton(),
      ),
      context('The Home tab of Baton has all of this as buttons.'),
    ],
  }
}

/** Help for `/lead`. */
export function leadHelp(unknown?: string): Message {
  const lines = [
    ...leadIn('/lead', unknown),
    '`/lead mine` shows the leads that you hold',
    '`/lead queue` shows the leads that wait for someone to claim them',
  ]
  return {
    text: 'Help for /lead',
    blocks: [
      section(lines.join('\n')),
      row(button('My leads', actions.listMyLeads), button('Open leads', actions.listOpenLeads)),
      context('Claim a lead on its card; what you then write in its thread goes to the lead by email.'),
    ],
  }
}

/** For `/campaign pause` and the like with no name after it. */
export const nameMissing = (word: string): Message => ({
  text: `Say which campaign: \`/campaign ${word} Spring launch\`. \`/campaign list\` shows yours.`,
})
