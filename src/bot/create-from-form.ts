import type { WebClient } from '@slack/web-api'
import type { FieldProblem } from '../domain/campaign.ts'
import type { CampaignForm } from '../domain/campaign-form.ts'
import { createCampaign } from '../operations/campaign/create.ts'
import type { Deps } from '../operations/deps.ts'
import { explain } from './explain.ts'
import { actorOf } from './actor-of.ts'
import { channelState } from './slack-channels.ts'
import { archivedSentence, inviteSentence, sharedSentence } from './views/campaign-answers.ts'

/** What became of a form: a campaign, mistakes in its fields, or something that no field can mend. */
export type Creation =
  | { kind: 'created'; campaignId: string }
  | { kind: 'problems'; problems: FieldProblem[] }
  | { kind: 'failed'; sentence: string }

type Request = { form: CampaignForm; user: { id: string; name: string } }

/** Makes the campaign, after asking Slack whether its channels can be posted to. Never throws: somebody is waiting. */
export async function createFromForm(
  { client, deps }: { client: WebClient; deps: Deps },
  { form, user }: Request,
): Promise<Creation> {
  try {
    const [problems, actor] = await Promise.all([channelProblems(client, form), actorOf(deps, user)])
    if (problems.length > 0) return { kind: 'problems', problems }
    return await createCampaign(deps, { form, actor })
  } catch (error) {
    return { kind: 'failed', sentence: explain(error, deps.log) }
  }
}

const sentences = {
  'not-invited': inviteSentence,
  archived: archivedSentence,
  shared: sharedSentence,
} as const

async function channelProblems(client: WebClient, form: CampaignForm): Promise<FieldProblem[]> {
  const fields = [
    ['channel', form.channelId],
    ['salesChannel', form.salesChannelId],
  ] as const
  const checked = await Promise.all(
    fields.map(async ([field, channelId]) => ({ field, state: await channelState(client, channelId) })),
  )
  return checked.flatMap(({ field, state }) =>
    state === 'open' ? [] : [{ field, sentence: sentences[state] }],
  )
}
