import type { Fault, Faults, WaitingFault } from './watch-types.ts'

/** One API call, as faults look at it. `recipients` is asked only when a fault wants to know. */
export type FaultedCall = {
  readonly method: string
  readonly path: string
  readonly recipients: () => readonly string[]
}

/** The faults with the side that strikes. */
export type FaultBox = Faults & {
  /** The fault for the whole call, if one applies; uses it up. */
  strikeCall(call: FaultedCall): Fault | null
  /** The fault for one message of a send, if one applies; uses it up. */
  strikeMessage(recipients: readonly string[]): Fault | null
}

const fits = (pattern: string | undefined, value: string): boolean => {
  if (pattern === undefined) return true
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern
}

/** Faults that concern a single message rather than the call that carries it. */
const isForMessage = ({ match, reply }: Fault): boolean =>
  match?.recipient !== undefined && (typeof reply === 'object' || reply === 'delayed')

const fitsRecipient = ({ match }: Fault, recipients: () => readonly string[]): boolean =>
  match?.recipient === undefined ||
  recipients().some((recipient) => fits(match.recipient?.toLowerCase(), recipient))

export const createFaults = (random: () => number): FaultBox => {
  let held: (WaitingFault & { left: number })[] = []
  let lastId = 0

  const strike = (applies: (fault: Fault) => boolean): Fault | null => {
    for (const one of held) {
      if (!applies(one.fault)) continue
      if (one.fault.probability !== undefined && random() >= one.fault.probability) continue
      one.left -= 1
      if (one.left <= 0) held = held.filter((other) => other !== one)
      return one.fault
    }
    return null
  }

  const takeBack = (id: number): void => {
    held = held.filter((one) => one.id !== id)
  }

  return {
    add: (fault) => {
      const times = fault.times ?? (fault.probability === undefined ? 1 : Number.POSITIVE_INFINITY)
      lastId += 1
      const id = lastId
      held.push({ id, fault, left: times })
      return () => takeBack(id)
    },
    waiting: () => held.map((one) => ({ ...one })),
    takeBack,
    clear: () => {
      held = []
    },
    strikeCall: (call) =>
      held.length === 0
        ? null
        : strike(
            (fault) =>
              !isForMessage(fault) &&
              (fault.match?.method ?? call.method) === call.method &&
              fits(fault.match?.path, call.path) &&
              fitsRecipient(fault, call.recipients),
          ),
    strikeMessage: (recipients) =>
      held.length === 0
        ? null
        : strike((fault) => isForMessage(fault) && fitsRecipient(fault, () => recipients)),
  }
}
