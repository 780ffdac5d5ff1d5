import type { WebClient } from '@slack/web-api'
import type { MemberProfile } from '../ports/chat.ts'

/** How long an answer is good for, in milliseconds: people are asked about with every click and thread message. */
const freshFor = 10 * 60_000
const most = 2000

/** Asks Slack who somebody is, and remembers it for a while. What went wrong is not remembered. */
export function slackProfiles(client: WebClient): (slackUserId: string) => Promise<MemberProfile> {
  const known = new Map<string, { profile: MemberProfile; until: number }>()
  return async (slackUserId) => {
    const remembered = known.get(slackUserId)
    if (remembered && remembered.until > Date.now()) return remembered.profile
    const profile = await askSlack(client, slackUserId)
    if (known.size >= most) known.clear()
    known.set(slackUserId, { profile, until: Date.now() + freshFor })
    return profile
  }
}

async function askSlack(client: WebClient, slackUserId: string): Promise<MemberProfile> {
  const { user } = await client.users.info({ user: slackUserId })
  if (!user) throw new Error('Slack described a user without saying anything')
  const names = [user.profile?.real_name, user.real_name, user.name, slackUserId]
  return {
    name: names.find((name) => name) ?? slackUserId,
    email: user.profile?.email ?? null,
    timeZone: user.tz ?? null,
  }
}
