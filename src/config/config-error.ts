/** One thing wrong with the environment. `example` is a good value or where to find one; never the value given. */
export type Mistake = { variable: string; problem: string; example: string }

/** The environment cannot be used. Its message is for the person who starts Baton: every mistake, and its remedy. */
export class ConfigError extends Error {
  readonly mistakes: readonly Mistake[]

  constructor(mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? 'one setting needs' : `${mistakes.length} settings need`
    const lines = mistakes.map(
      ({ variable, problem, example }) => `  ${variable} ${problem}.\n    Example: ${variable}=${example}`,
    )
    super([`Baton cannot start: ${count} mending.`, ...lines, 'What each is for: .env.example'].join('\n'))
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}
