/** A person in Slack. */
export type MemberActor = { kind: 'member'; slackUserId: string; name: string }

/** Who does something: a member in Slack, a program with a token, or Baton by its own rules. */
export type Actor = MemberActor | { kind: 'token'; tokenId: string } | { kind: 'system' }

/** Through which door it came. */
export type Origin = 'slack' | 'graphql' | 'webhook' | 'clock' | 'command'
