import type { WebClient } from '@slack/web-api'
import type { Deps } from '../operations/deps.ts'
import { listCampaigns } from '../operations/campaign/list.ts'
import { listHandovers } from '../operations/handover/mine.ts'
import { listProblems } from '../operations/message/list-problems.ts'
import { actorOf } from './actor-of.ts'
import { withLinks } from './slack-permalinks.ts'
import { homeView } from './views/home.ts'

/** Whose tab, and what to say above it. */
export type HomeRequest = { client: WebClient; userId: string; notice?: string }

/** Rebuilds somebody's Home tab from the database. */
export async function publishHome(deps: Deps, { client, userId, notice }: HomeRequest): Promise<void> {
  const [campaigns, mine, open, problems] = await Promise.all([
    listCampaigns(deps, { slackUserId: userId }),
    listHandovers(deps, { slackUserId: userId, which: 'mine' }),
    listHandovers(deps, { slackUserId: userId, which: 'open' }),
    actorOf(deps, { id: userId }).then((actor) => listProblems(deps, { actor, limit: 0 })),
  ])
  const home = {
    campaigns: await withLinks(client, campaigns),
    mine: { ...mine, handovers: await withLinks(client, mine.handovers) },
    open: { ...open, handovers: await withLinks(client, open.handovers) },
    problems: problems.total,
  }
  await client.views.publish({ user_id: userId, view: homeView(home, notice) })
}
