import type { CampaignMove } from './campaign.ts'
import { Refusal } from './refusal.ts'

/** What a member may do here. */
export type Role = 'admin' | 'marketer' | 'sales' | 'analyst'

/** Everything done to a campaign that not everybody may do at any time. A preview shows people of its audience. */
export type CampaignDeed = CampaignMove | 'preview' | 'mend'

/** Whether a program whose token has this role may change what a campaign does. It needs to own none. */
export const mayRunCampaigns = (role: Role): boolean => role === 'admin' || role === 'marketer'

/** The Refusal for a program whose token may not. */
export const tokenRefusal = (role: Role): Refusal =>
  new Refusal(
    'token-not-allowed',
    `A token with the role ${role} may only read. Ask with one that has the role admin or marketer.`,
  )

/** Whoever made a campaign, and what they are called. */
export type Owner = { slackUserId: string; name: string }

const deeds = {
  launch: { for: 'owner', words: 'launch it' },
  schedule: { for: 'owner', words: 'schedule it' },
  unschedule: { for: 'owner', words: 'take it off the schedule' },
  edit: { for: 'owner', words: 'edit it' },
  test: { for: 'owner', words: 'send a test of it' },
  preview: { for: 'owner', words: 'preview it' },
  mend: { for: 'owner', words: 'decide about its mails' },
  // A brake must be in everybody's reach.
  pause: { for: 'everybody', words: 'pause it' },
  resume: { for: 'owner', words: 'resume it' },
  release: { for: 'owner', words: 'decide about its late mails' },
  recall: { for: 'owner', words: 'recall it' },
  cancel: { for: 'owner', words: 'cancel it' },
  rerun: { for: 'owner', words: 'run it again' },
} as const satisfies Record<CampaignDeed, { for: 'owner' | 'everybody'; words: string }>

/** Whether a member may do something to a campaign of this owner. Admins may do everything. */
export function mayDo(
  deed: CampaignDeed,
  member: { slackUserId: string; role: Role },
  owner: Owner,
): boolean {
  return (
    deeds[deed].for === 'everybody' || member.role === 'admin' || member.slackUserId === owner.slackUserId
  )
}

/** Throws the Refusal that tells a member who can do what they cannot. */
export function requirePermission(
  deed: CampaignDeed,
  member: { slackUserId: string; role: Role },
  owner: Owner,
): void {
  if (mayDo(deed, member, owner)) return
  const sentence = `Only ${owner.name}, who owns this campaign, or an admin can ${deeds[deed].words}.`
  throw new Refusal(`not-allowed-to-${deed}`, sentence)
}

/**
 * Throws the Refusal for somebody who wants to do something to a lead and is not in the channel where it was handed over.
 * Null: Slack did not say.
 */
export function requireChannelMember(isMember: boolean | null, deed: 'claim' | 'close'): void {
  if (isMember === null) {
    const sentence = 'Slack did not say whether you are in the channel of this lead. Try again in a moment.'
    throw new Refusal('channel-unknown', sentence)
  }
  if (isMember) return
  // In a private channel that Baton was put out of, nobody is as far as it can tell.
  const sentence = `Only members of the channel of this lead can ${deed} it. Join the channel, then press the button again. If you are in it already, Baton is not: type /invite @baton there.`
  throw new Refusal('not-in-channel', sentence)
}

/** The same for somebody who wants to see where the card of a campaign is. */
export function requireSight(canSee: boolean | null): void {
  if (canSee === null) {
    const sentence = 'Slack did not say whether you can see its card. Try again in a moment.'
    throw new Refusal('channel-unknown', sentence)
  }
  if (!canSee)
    throw new Refusal('card-hidden', 'Its card is in a private channel that you or Baton are not in.')
}

/**
 * The channels whose leads somebody may see: those they are in. Throws a Refusal when Slack did not say so of one (null):
 * a list that leaves leads out without a word would be believed.
 */
export function channelsIn(answers: readonly { channelId: string; isMember: boolean | null }[]): string[] {
  if (answers.some(({ isMember }) => isMember === null)) {
    const sentence = 'Slack did not say which channels you are in. Try again in a moment.'
    throw new Refusal('channel-unknown', sentence)
  }
  return answers.filter(({ isMember }) => isMember).map(({ channelId }) => channelId)
}

/**
 * The role of somebody who does something, from the one they had (null: seen for the first time) and from whether they
 * run the workspace in Slack. Slack's word raises a marketer; it lowers nobody, and changes no role given otherwise.
 */
export function roleFor(known: Role | null, { slackAdmin }: { slackAdmin: boolean }): Role {
  if (known !== null && known !== 'marketer') return known
  return slackAdmin ? 'admin' : 'marketer'
}
