import type { App, SlashCommand } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { answer, type Asked } from '../answer.ts'
import { commandWords } from '../forms/command-words.ts'
import { commands } from '../ids.ts'
import { campaignFormModal } from '../views/campaign-form.ts'
import { campaignHelp } from '../views/help.ts'
import { pageValue } from '../forms/page-subject.ts'
import { answerCampaignList } from './list-campaigns.ts'
import { openProblems } from './list-problems.ts'
import { isNamedDeed, runNamedDeed } from './run-named-campaign-command.ts'

/** `/campaign`: the words for what the buttons do. */
export function onCampaignCommand(app: App, deps: Deps): void {
  app.command(commands.campaign, async ({ ack, command, body, client }) => {
    await ack()
    await runCampaignCommand({ client, body, deps }, command)
  })
}

async function runCampaignCommand(asked: Asked, command: SlashCommand): Promise<void> {
  const { word, rest } = commandWords(command.text)
  if (word === 'new') {
    await asked.client.views.open({ trigger_id: command.trigger_id, view: campaignFormModal() })
    return
  }
  if (word === 'list') return answerCampaignList(asked, command.user_id)
  if (word === 'problems' && rest === '') {
    const value = pageValue({ campaignId: null, after: null })
    return openProblems(asked, { value, user: { id: command.user_id } })
  }
  if (isNamedDeed(word)) return runNamedDeed(asked, { deed: word, name: rest, userId: command.user_id })
  return answer(asked, campaignHelp(word === '' || word === 'help' ? undefined : word))
}
