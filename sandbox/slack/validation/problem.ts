/** One thing Slack would refuse: where (a JSON pointer, `''` is the root) and why, in Slack's wording. */
export type ValidationProblem = { pointer: string; message: string }

/** The line Slack puts in `response_metadata.messages`; the SDK logs these, so authors see the exact place. */
export const formatProblem = (problem: ValidationProblem): string =>
  `[ERROR] ${problem.message} [json-pointer:${problem.pointer}]`

/** The fields a failed call carries beside `ok: false`: the error code and every problem, formatted. */
export const refusalBody = (error: string, problems: readonly ValidationProblem[]) => {
  const messages = problems.map(formatProblem)
  return { ok: false as const, error, errors: messages, response_metadata: { messages } }
}
