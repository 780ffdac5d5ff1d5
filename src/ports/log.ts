/** A line in the log: facts by name, then what happened. Never a secret, never what a person wrote. */
type LogLine = (facts: Readonly<Record<string, unknown>>, message: string) => void

/** Where operations report what an operator should know. */
export type Log = { info: LogLine; warn: LogLine; error: LogLine }
