import { titleOf } from './plan-diff.ts'
import { onwardIn, type Standpoint } from './plan-move.ts'
import type { CampaignPlan } from './plan.ts'

/** So many people who stand alike in the plan that they are on. */
export type Crowd = { plan: CampaignPlan; stand: Standpoint; people: number }

/** Of how many people at most it is worked out what a move does to them: that takes 6 microseconds for each. */
export const mostCounted = 500_000

/** What is said instead of a campaign with more. */
export const tooManyToCount = `Whose next step changes is not counted for more than ${mostCounted.toLocaleString('en-US')} people.`

/** What a move to a plan does to people, in sentences: another step next, a step left out, the end. None: all as before. */
export function moveWords(next: CampaignPlan, crowds: readonly Crowd[]): string[] {
  const found = crowds.flatMap(({ plan, stand, people }) =>
    wordsFor(next, plan, stand).map(([before, after]) => ({ before, after, people })),
  )
  const alike = Map.groupBy(found, ({ before, after }) => `${before}\n${after}`)
  return [...alike.values()].flatMap((group) => {
    const people = group.reduce((sum, each) => sum + each.people, 0)
    return group.slice(0, 1).map(({ before, after }) => `${before} ${who(people)}${after}`)
  })
}

/** What is said before and after how many people it is said of. */
type Words = [before: string, after: string]

function wordsFor(next: CampaignPlan, plan: CampaignPlan, stand: Standpoint): Words[] {
  const here = plan.steps[stand.ahead - 1]
  const { position, missed } = onwardIn(plan, next, stand)
  const step = position === null ? undefined : next.steps[position - 1]
  const leftOut = missed.map((each): Words => [
    `${named(next, each)} is left out for`,
    ': it comes before where they are.',
  ])
  if (step?.key === here?.key) return leftOut
  if (position === null) return [...leftOut, ['Nothing is left for', ': they are through.']]
  const before = here ? `, instead of ${titleOf(here)}.` : ', who would be through.'
  return [[`${named(next, position)} comes next for`, before], ...leftOut]
}

function named({ steps }: CampaignPlan, position: number): string {
  const step = steps[position - 1]
  return step ? `Step ${position}, ${titleOf(step)},` : `Step ${position}`
}

const who = (people: number): string =>
  people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`
