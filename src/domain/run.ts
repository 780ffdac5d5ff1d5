import { maxNameLength } from './campaign-check.ts'
import type { CampaignStatus } from './campaign.ts'
import type { CampaignPlan, ReentryRule } from './plan.ts'
import { Refusal } from './refusal.ts'

/** What the rule is called wherever it can be changed. */
const rule = '“Whoever went through this campaign before”'

const figure = (amount: number): string => amount.toLocaleString('en-US')

/** The name of the run of this number: `Spring launch, run 2`. A name that leaves no room for that is cut short. */
export function runName(first: string, number: number): string {
  const ending = `, run ${number}`
  const room = maxNameLength - ending.length
  if (first.length <= room) return first + ending
  // Nor may half of an emoji stay behind.
  const cut = first.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, '')
  return `${cut.trim()}…${ending}`
}

/** Why nobody would be enrolled where earlier runs leave out all contacts, by which rule, and what can be done. */
export function nobodyAgain(reentry: ReentryRule, contacts: number): string {
  const many = contacts !== 1
  return reentry === 'never'
    ? `${many ? `All ${figure(contacts)} contacts were` : 'The one contact was'} enrolled in an earlier run, and the sending rules enroll nobody again. Change ${rule} there to let them in.`
    : `${many ? `None of the ${figure(contacts)} contacts` : 'The one contact'} may ${many ? '' : 'not '}be enrolled again: ${rule} in the sending rules lets in who came to the end of an earlier run, not who answered it, was stopped or is still under way.`
}

/** Throws the Refusal for a run that would enroll nobody because earlier runs had them all. */
export function requireSomebodyNew(
  reentry: ReentryRule,
  { audience, wentThrough }: { audience: number; wentThrough: number },
): void {
  if (audience > 0 || wentThrough === 0) return
  throw new Refusal('everybody-went-through', nobodyAgain(reentry, wentThrough))
}

/** Throws the Refusal for a second draft beside one that there is: of all runs, at most one is still to be launched. */
export function requireNoDraft(runs: readonly { name: string; status: CampaignStatus }[]): void {
  const draft = runs.find(({ status }) => status === 'draft' || status === 'scheduled')
  if (draft === undefined) return
  const sentence = `“${draft.name}” is a run of it that has not been launched yet. Launch or cancel that first.`
  throw new Refusal('run-not-launched', sentence)
}

/** The plan that a campaign ended with, for its next run. Throws the Refusal for one that cannot be read. */
export function requirePlanAtEnd(plan: CampaignPlan | null, name: string): CampaignPlan {
  if (plan !== null) return plan
  const sentence = `This release of Baton cannot read the plan that “${name}” ended with, so it cannot be run again. Make a new campaign for the same contacts instead.`
  throw new Refusal('plan-unreadable', sentence)
}
