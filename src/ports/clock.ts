/** The time, asked for where it is needed, so that it can be set in tests and moved in the sandbox. */
export type Clock = { now: () => Date }
