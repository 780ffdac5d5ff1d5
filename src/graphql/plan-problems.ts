import type { PlanProblem } from '../domain/check-plan.ts'

/** What is wrong with a plan, as a result of a mutation. */
export class PlanProblems extends Error {
  readonly problems: readonly PlanProblem[]

  constructor(problems: readonly PlanProblem[]) {
    super(problems.map(({ sentence }) => sentence).join(' '))
    this.name = 'PlanProblems'
    this.problems = problems
  }
}
