import type { WebClient } from '@slack/web-api'
import type { Deps } from '../operations/deps.ts'
import { countLatePeople } from '../operations/campaign/count-late.ts'
import { listCampaigns } from '../operations/campaign/list.ts'
import { listHandovers } from '../operations/handover/mine.ts'
import { listProblems } from '../operations/message/list-problems.ts'
import { actorOf } from './actor-of.ts'
import { withLinks } from './slack-permalinks.ts'
import { type Home, homeView } from './views/home.ts'

/** Whose tab, and what to say above it. */
export type HomeRequest = { client: WebClient; userId: string; notice?: string }

/** Rebuilds somebody's Home tab from the database. */
export async function publishHome(deps: Deps, { client, userId, notice }: HomeRequest): Promise<void> {
  const [campaigns, mine, open, waiting] = await Promise.all([
    listCampaigns(deps, { slackUserId: userId }),
    listHandovers(deps, { slackUserId: userId, which: 'mine' }),
    listHandovers(deps, { slackUserId: userId, which: 'open' }),
    waitingFor(deps, userId),
  ])
  const home = {
    campaigns: await withLinks(client, campaigns),
    mine: { ...mine, handovers: await withLinks(client, mine.handovers) },
    open: { ...open, handovers: await withLinks(client, open.handovers) },
    ...waiting,
  }
  await client.views.publish({ user_id: userId, view: homeView(home, notice) })
}

/** How much waits for a decision of theirs. */
async function waitingFor(deps: Deps, userId: string): Promise<Pick<Home, 'problems' | 'late'>> {
  const actor = await actorOf(deps, { id: userId })
  const [{ total }, late] = await Promise.all([
    listProblems(deps, { actor, limit: 0 }),
    countLatePeople(deps, { campaignId: null, actor }),
  ])
  return { problems: total, late }
}
