import type { ApiFault, DeliveryKind, Faults, OrderedFault, WaitingFault } from './types.ts'

/** The faults on order; each `take…` uses one up. */
export type FaultBox = Omit<Faults, 'disconnect' | 'dropConnections'> & {
  takeApiFault(method: string): ApiFault | undefined
  takeLateAck(of: DeliveryKind): boolean
  takeDuplicate(eventType: string): boolean
  takeDroppedAnswer(method: string): boolean
}

export function makeFaults(): FaultBox {
  let held: (WaitingFault & { left: number })[] = []
  let lastId = 0
  const order = (fault: OrderedFault): void => {
    lastId += 1
    held.push({ id: lastId, fault, left: fault.times })
  }
  const take = (matches: (fault: OrderedFault) => boolean): OrderedFault | undefined => {
    const one = held.find(({ fault, left }) => left > 0 && matches(fault))
    if (one) one.left -= 1
    held = held.filter(({ left }) => left > 0)
    return one?.fault
  }
  return {
    add: (fault) => order({ what: 'call', ...fault }),
    lateAck: (fault) => order({ what: 'late-ack', ...fault }),
    duplicateEvent: (fault) => order({ what: 'duplicate', ...fault }),
    dropAnswer: (fault) => order({ what: 'drop-answer', ...fault }),
    waiting: () => held.map((one) => ({ ...one })),
    takeBack(id) {
      held = held.filter((one) => one.id !== id)
    },
    clear() {
      held = []
    },
    takeApiFault(method) {
      const fault = take((each) => each.what === 'call' && [method, '*'].includes(each.method))
      return fault?.what === 'call' ? fault : undefined
    },
    takeLateAck: (of) =>
      take((each) => each.what === 'late-ack' && [undefined, of].includes(each.of)) !== undefined,
    takeDuplicate: (type) =>
      take((each) => each.what === 'duplicate' && [undefined, type].includes(each.type)) !== undefined,
    takeDroppedAnswer: (method) =>
      take((each) => each.what === 'drop-answer' && each.method === method) !== undefined,
  }
}
