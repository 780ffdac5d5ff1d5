import type { SlackStandIn } from '../../slack/types.ts'
import { people } from '../workspace-seed.ts'

/** The campaign of the story. */
export const campaign = 'Autumn roast'

/** How long a step may take. Milliseconds. */
export const patience = { timeoutMs: 120_000 }

/** What Maya reads on the campaign's card. */
export function cardOf(slack: SlackStandIn): string[] {
  return slack.person(people.maya).reads({ channel: '#campaigns', containing: campaign })
}

/** A number in a text, thousands separators left out. Throws when it is not there. */
export function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`No ${String(pattern)} in: ${text}`)
  return Number(found.replaceAll(',', ''))
}
