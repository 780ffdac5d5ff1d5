import type { Actor } from '../../domain/actor.ts'

/** Whoever Slack says did something. */
export type MemberActor = Extract<Actor, { kind: 'member' }>

/** The member behind a Slack payload. Events carry no name: their id stands in until the member is known. */
export const memberActor = (user: { id: string; name?: string }): MemberActor => ({
  kind: 'member',
  slackUserId: user.id,
  name: user.name ?? user.id,
})
