/** A person in Slack. `slackAdmin`: Slack says that they run the workspace; false also where it was not asked. */
export type MemberActor = { kind: 'member'; slackUserId: string; name: string; slackAdmin: boolean }

/** Who does something: a member in Slack, a program with a token, or Baton by its own rules. */
export type Actor = MemberActor | { kind: 'token'; tokenId: string } | { kind: 'system' }

/** Through which door it came. */
export type Origin = 'slack' | 'graphql' | 'webhook' | 'clock' | 'command'
