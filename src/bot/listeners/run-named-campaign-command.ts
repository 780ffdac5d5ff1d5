import type { SlashCommand } from '@slack/bolt'
import { checkCancel } from '../../operations/campaign/check-cancel.ts'
import { findCampaign } from '../../operations/campaign/find.ts'
import { locateCampaign } from '../../operations/campaign/locate.ts'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import { resumeCampaign } from '../../operations/campaign/resume.ts'
import { answer, type Asked } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { withLinks } from '../slack-permalinks.ts'
import { cancelQuestion, cardLinkAnswer, movedAnswer, noCardAnswer } from '../views/campaign-answers.ts'
import { nameMissing } from '../views/help.ts'

const moves = { pause: pauseCampaign, resume: resumeCampaign } as const

/** A word of `/campaign` that does something to the campaign named after it. */
export type CampaignMoveWord = keyof typeof moves

/** Whether a word is one of those. */
export const isCampaignMove = (word: string): word is CampaignMoveWord => Object.hasOwn(moves, word)

/** `/campaign cancel Spring launch`: the button that does it, which asks first, as on the card. */
export async function cancelNamedCampaign(asked: Asked, { name, userId }: Named): Promise<void> {
  if (name === '') return answer(asked, nameMissing('cancel'))
  const campaignId = await findCampaign(asked.deps, { name })
  const actor = await actorOf(asked.deps, { id: userId })
  return answer(asked, cancelQuestion(await checkCancel(asked.deps, { campaignId, actor })))
}

type Named = { name: string; userId: string }
type NamedMove = { move: CampaignMoveWord; name: string; command: SlashCommand }

/** `/campaign pause Spring launch` and its like: the same operations that the card's buttons call. */
export async function moveNamedCampaign(asked: Asked, { move, name, command }: NamedMove): Promise<void> {
  if (name === '') return answer(asked, nameMissing(move))
  const campaignId = await findCampaign(asked.deps, { name })
  const actor = await actorOf(asked.deps, { id: command.user_id })
  const { status } = await moves[move](asked.deps, { campaignId, actor, origin: 'slack' })
  return answer(asked, movedAnswer(status))
}

/** `/campaign show Spring launch`: where its card is. */
export async function showNamedCampaign(asked: Asked, { name, userId }: Named): Promise<void> {
  if (name === '') return answer(asked, nameMissing('show'))
  const campaignId = await findCampaign(asked.deps, { name })
  const place = await locateCampaign(asked.deps, { campaignId, slackUserId: userId })
  const [found] = await withLinks(asked.client, [place])
  return answer(asked, found?.link ? cardLinkAnswer(found.link) : noCardAnswer)
}
