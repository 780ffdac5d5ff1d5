import type { App } from '@slack/bolt'
import type { Deps } from '../../operations/deps.ts'
import { answer } from '../answer.ts'
import { commandWords } from '../forms/command-words.ts'
import { commands } from '../ids.ts'
import { leadHelp } from '../views/help.ts'
import { answerHandoverList } from './list-handovers.ts'

const lists: ReadonlyMap<string, 'mine' | 'open'> = new Map([
  ['mine', 'mine'],
  ['queue', 'open'],
])

/** `/lead`: the words for what the buttons do. */
export function onLeadCommand(app: App, deps: Deps): void {
  app.command(commands.lead, async ({ ack, command, body, client }) => {
    await ack()
    const asked = { client, body, deps }
    const { word } = commandWords(command.text)
    const which = lists.get(word)
    if (which) return answerHandoverList(asked, { slackUserId: command.user_id, which })
    return answer(asked, leadHelp(word === '' || word === 'help' ? undefined : word))
  })
}
