import type { ApiFault, DeliveryKind, Faults } from './types.ts'

/** The faults on order; each `take…` uses one up. */
export type FaultBox = Omit<Faults, 'disconnect' | 'dropConnections'> & {
  takeApiFault(method: string): ApiFault | undefined
  takeLateAck(of: DeliveryKind): boolean
  takeDuplicate(eventType: string): boolean
  takeDroppedAnswer(method: string): boolean
}

type Counted = { times: number }

export function makeFaults(): FaultBox {
  const api: ApiFault[] = []
  const late: { of?: DeliveryKind; times: number }[] = []
  const duplicates: { type?: string; times: number }[] = []
  const dropped: { method: string; times: number }[] = []
  return {
    add: (fault) => void api.push({ ...fault }),
    lateAck: (fault) => void late.push({ ...fault }),
    duplicateEvent: (fault) => void duplicates.push({ ...fault }),
    dropAnswer: (fault) => void dropped.push({ ...fault }),
    clear() {
      for (const list of [api, late, duplicates, dropped]) list.length = 0
    },
    takeApiFault: (method) => take(api, (fault) => fault.method === method || fault.method === '*'),
    takeLateAck: (of) => take(late, (fault) => fault.of === undefined || fault.of === of) !== undefined,
    takeDuplicate: (type) =>
      take(duplicates, (fault) => fault.type === undefined || fault.type === type) !== undefined,
    takeDroppedAnswer: (method) => take(dropped, (fault) => fault.method === method) !== undefined,
  }
}

function take<T extends Counted>(list: T[], matches: (fault: T) => boolean): T | undefined {
  const fault = list.find((each) => each.times > 0 && matches(each))
  if (fault) fault.times -= 1
  return fault
}
