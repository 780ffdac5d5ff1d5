/** An error as it goes into the log: what it is and where it came from, without the data it stumbled over. */
export type LoggedError = {
  type: string
  message: string
  code?: string
  constraint?: string
  stack?: string
  cause?: LoggedError
}

// Databases quote the row that they refuse, and Prisma quotes the database.
const quotedRow = /(?:failing row contains|key \([^)]*\)=)[\s\S]*?(?=\n\s+at |$)/gi
const longestMessage = 1_000
const deepest = 5

/**
 * Makes an error fit for the log. Only named parts are taken: drivers hang details on their errors, and in those are
 * addresses and what people wrote.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error) && !isErrorLike(error))
    return { type: typeof error, message: clean(String(error)) }
  const { name, message, stack } = error
  return {
    type: name,
    message: clean(message),
    ...text('code', Reflect.get(error, 'code')),
    ...text('constraint', Reflect.get(error, 'constraint')),
    ...(stack === undefined ? {} : { stack: clean(stack, 4_000) }),
    ...(error.cause === undefined || depth === deepest ? {} : { cause: loggedError(error.cause, depth + 1) }),
  }
}

type ErrorLike = { name: string; message: string; stack?: string; cause?: unknown }

// An error from another realm (a worker, a test's sandbox) is not an instance of ours.
function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string' &&
    'name' in value
  )
}

function clean(words: string, longest = longestMessage): string {
  return words.replace(quotedRow, '(row left out)').slice(0, longest)
}

function text(name: 'code' | 'constraint', value: unknown): { [key in 'code' | 'constraint']?: string } {
  return typeof value === 'string' ? { [name]: value } : {}
}
