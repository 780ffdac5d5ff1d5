/** One thing that time alone will bring; times in milliseconds. `lastAt`: the last of those due within a minute of `at`. */
export type Foreseen = {
  kind: 'step' | 'pause' | 'start' | 'ask'
  campaign: string
  /** The place of the step in its sequence, from 1. */
  step: number | null
  people: number
  at: number
  lastAt: number
}

/** How far time was moved ahead of this machine's clock, in milliseconds, and whether it is moving now. */
export type TimeState = { aheadMs: number; isMoving: boolean }

/** Baton's time, as the page shows it. */
export type ClockView = TimeState & {
  now: number
  /** What comes next, soonest first. */
  next: Foreseen[]
}

/** How far to go: to the next due moment, or by so many milliseconds. */
export type Jump = 'next' | number

/** What came of a jump, in a sentence. */
export type JumpResult = { note: string }

/** The time that Baton and its stand-ins share. It only moves ahead. */
export type Time = {
  state: () => TimeState
  view: () => Promise<ClockView>
  /** Goes ahead as days go by: what is due on the way happens on the way. @throws Error with a sentence for the page */
  jump: (how: Jump) => Promise<JumpResult>
  /** Returns what ends it. */
  onChange: (listener: () => void) => () => void
}
