import type { SlackStandIn } from '../../slack/types.ts'
import { people } from '../workspace-seed.ts'

/** What a person reads on a campaign's card. */
export function cardOf(slack: SlackStandIn, campaign: string): string[] {
  return slack.person(people.maya).reads({ channel: '#campaigns', containing: campaign })
}

/** A number in a text, thousands separators left out. Throws when it is not there. */
export function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`No ${String(pattern)} in: ${text}`)
  return Number(found.replaceAll(',', ''))
}
