import type { UsersInfoResponse, WebClient } from '@slack/web-api'
import { visibleText } from '../domain/visible-text.ts'
import type { MemberProfile } from '../ports/chat.ts'
import { slackError } from './slack-errors.ts'

/**
 * How long an answer is good for, in milliseconds: people are asked about with every click and thread message, and
 * whoever is made a guest or let go must be turned away soon.
 */
const freshFor = 60_000
const most = 2000

/** Asks Slack who somebody is, and remembers it for a while. What went wrong is not remembered. */
export function slackProfiles(client: WebClient): (slackUserId: string) => Promise<MemberProfile> {
  const known = new Map<string, { profile: MemberProfile; until: number }>()
  let ownTeam: string | undefined
  return async (slackUserId) => {
    const remembered = known.get(slackUserId)
    if (remembered && remembered.until > Date.now()) return remembered.profile
    ownTeam ??= (await client.auth.test()).team_id
    const profile = await askSlack(client, { slackUserId, ownTeam })
    if (known.size >= most) known.clear()
    known.set(slackUserId, { profile, until: Date.now() + freshFor })
    return profile
  }
}

type Question = { slackUserId: string; ownTeam: string | undefined }

async function askSlack(client: WebClient, { slackUserId, ownTeam }: Question): Promise<MemberProfile> {
  const user = await findUser(client, slackUserId)
  if (!user) return { name: slackUserId, email: null, timeZone: null, outsider: true, admin: false }
  const names = [user.profile?.real_name, user.real_name, user.name].map((name) => shown(name ?? ''))
  const outsider = isOutsider(user, ownTeam)
  return {
    name: names.find((name) => name !== '') ?? slackUserId,
    email: user.profile?.email ?? null,
    timeZone: user.tz ?? null,
    outsider,
    admin: !outsider && [user.is_admin, user.is_owner].includes(true),
  }
}

/** Leads and colleagues read it, in sentences that it must not turn round. */
const shown = (name: string): string => visibleText(name).replaceAll(/\s+/g, ' ').trim()

type User = NonNullable<UsersInfoResponse['user']>

/** Null for somebody whom Slack does not show to us: nobody of this workspace. */
async function findUser(client: WebClient, slackUserId: string): Promise<User | null> {
  try {
    const { user } = await client.users.info({ user: slackUserId })
    if (!user) throw new Error('Slack described a user without saying anything')
    return user
  } catch (error) {
    if (['user_not_found', 'user_not_visible'].includes(slackError(error) ?? '')) return null
    throw error
  }
}

/**
 * Guests, people of other workspaces, programs and people who left (docs.slack.dev/reference/objects/user-object). In an
 * organisation with several workspaces, `team_id` names only one of those that somebody is in.
 */
function isOutsider(user: User, ownTeam: string | undefined): boolean {
  const signs = [user.is_restricted, user.is_ultra_restricted, user.is_stranger, user.deleted, user.is_bot]
  const teams = [user.team_id, ...(user.enterprise_user?.teams ?? [])]
  return signs.includes(true) || ownTeam === undefined || !teams.includes(ownTeam)
}
