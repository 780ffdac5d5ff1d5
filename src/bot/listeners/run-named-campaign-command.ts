import type { MemberActor } from '../../domain/actor.ts'
import { checkCancel } from '../../operations/campaign/check-cancel.ts'
import { findCampaign } from '../../operations/campaign/find.ts'
import { locateCampaign } from '../../operations/campaign/locate.ts'
import { pauseCampaign } from '../../operations/campaign/pause.ts'
import { resumeCampaign } from '../../operations/campaign/resume.ts'
import { answer, type Asked } from '../answer.ts'
import { actorOf } from '../actor-of.ts'
import { pageValue } from '../forms/page-subject.ts'
import { isLateTrigger } from '../slack-errors.ts'
import { withLinks } from '../slack-permalinks.ts'
import { cancelQuestion, cardLinkAnswer, movedAnswer, noCardAnswer } from '../views/campaign-answers.ts'
import { campaignChoice, foundLate, type NamedDeed, opensModal } from '../views/campaign-choice.ts'
import { nameMissing } from '../views/help.ts'
import { openSequence } from './edit-sequence.ts'
import { openProblems } from './list-problems.ts'
import { openRecall } from './recall-campaign.ts'
import { openSchedule } from './schedule-campaign.ts'

type Named = { campaignId: string; actor: MemberActor }

/** What each word does to the campaign named after it. */
const deeds: Record<NamedDeed, (asked: Asked, named: Named) => Promise<void>> = {
  // Where its card is.
  show: async (asked, { campaignId, actor: { slackUserId } }) => {
    const place = await locateCampaign(asked.deps, { campaignId, slackUserId })
    const [found] = await withLinks(asked.client, [place])
    return answer(asked, found?.link ? cardLinkAnswer(found.link, found) : noCardAnswer)
  },
  pause: async (asked, named) => {
    const { status } = await pauseCampaign(asked.deps, { ...named, origin: 'slack' })
    return answer(asked, movedAnswer(status))
  },
  resume: async (asked, named) => {
    const { status } = await resumeCampaign(asked.deps, { ...named, origin: 'slack' })
    return answer(asked, movedAnswer(status))
  },
  // The button that does it, which asks first, as on the card.
  cancel: async (asked, named) => answer(asked, cancelQuestion(await checkCancel(asked.deps, named))),
  // The modals that the buttons open.
  schedule: (asked, named) => openSchedule(asked, subject(named)),
  edit: (asked, named) => openSequence(asked, subject(named)),
  recall: (asked, named) => openRecall(asked, subject(named)),
  problems: (asked, { campaignId, actor }) =>
    openProblems(asked, {
      value: pageValue({ campaignId, after: null }),
      user: { id: actor.slackUserId },
    }),
}

const subject = ({ campaignId, actor }: Named) => ({ value: campaignId, user: { id: actor.slackUserId } })

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
  if (found.kind === 'one') return doNamed(asked, deed, { campaignId: found.campaignId, actor })
  const campaigns = await withLinks(asked.client, found.campaigns)
  return answer(asked, campaignChoice({ deed, name, total: found.total, campaigns }))
}

// Looking up the channels of many cards may take longer than a trigger lives: then a button opens what was asked for.
async function doNamed(asked: Asked, deed: NamedDeed, named: Named): Promise<void> {
  try {
    await deeds[deed](asked, named)
  } catch (error) {
    if (!opensModal(deed) || !isLateTrigger(error)) throw error
    await answer(asked, foundLate(deed, named.campaignId))
  }
}
