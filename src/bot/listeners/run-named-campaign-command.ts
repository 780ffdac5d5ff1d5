import type { MemberActor } from '../../domain/actor.ts'
import { checkCancel } from '../../operations/campaign/check-cancel.ts'
import { findCampaign } from '../../operations/campaign/find.ts'
import { locateCampaign } from '../../operations/campaign/locate.ts'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import { resumeCampaign } from '../../operations/campaign/resume.ts'
import { answer, type Asked } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { withLinks } from '../slack-permalinks.ts'
import type { Message } from '../views/blocks.ts'
import { cancelQuestion, cardLinkAnswer, movedAnswer, noCardAnswer } from '../views/campaign-answers.ts'
import { campaignChoice, type NamedDeed } from '../views/campaign-choice.ts'
import { nameMissing } from '../views/help.ts'

type Named = { campaignId: string; actor: MemberActor }

/** What each word does to the campaign named after it. */
const deeds: Record<NamedDeed, (asked: Asked, named: Named) => Promise<Message>> = {
  // Where its card is.
  show: async ({ client, deps }, { campaignId, actor }) => {
    const place = await locateCampaign(deps, { campaignId, slackUserId: actor.slackUserId })
    const [found] = await withLinks(client, [place])
    return found?.link ? cardLinkAnswer(found.link) : noCardAnswer
  },
  pause: async ({ deps }, named) =>
    movedAnswer((await pauseCampaign(deps, { ...named, origin: 'slack' })).status),
  resume: async ({ deps }, named) =>
    movedAnswer((await resumeCampaign(deps, { ...named, origin: 'slack' })).status),
  // The button that does it, which asks first, as on the card.
  cancel: async ({ deps }, named) => cancelQuestion(await checkCancel(deps, named)),
}

/** Whether a word of `/campaign` does something to the campaign named after it. */
export const isNamedDeed = (word: string): word is NamedDeed => Object.hasOwn(deeds, word)

/**
 * `/campaign pause Spring launch` and its like: the operations that the card's buttons call. Where the name could mean
 * several campaigns, asks which.
 */
export async function runNamedDeed(
  asked: Asked,
  { deed, name, userId }: { deed: NamedDeed; name: string; userId: string },
): Promise<void> {
  if (name === '') return answer(asked, nameMissing(deed))
  const actor = await actorOf(asked.deps, { id: userId })
  const found = await findCampaign(asked.deps, { name, actor })
  if (found.kind === 'one') {
    return answer(asked, await deeds[deed](asked, { campaignId: found.campaignId, actor }))
  }
  const campaigns = await withLinks(asked.client, found.campaigns)
  return answer(asked, campaignChoice({ deed, name, total: found.total, campaigns }))
}
