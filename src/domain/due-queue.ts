/** People of an audience who are alike: same place, same domain, same step due at the same moment. Times in milliseconds. */
export type Cohort = {
  zone: string
  domain: string
  /** Position of the step that is due. */
  step: number
  at: number
  count: number
  /** When they got their last mails, as far as a limit on contacts looks back. */
  got: readonly number[]
}

/** Cohorts by when they are due. */
export type DueQueue = { add: (cohort: Cohort) => void; next: () => Cohort | undefined }

/** An empty queue: a binary heap, in which those who are alike are counted together. */
export function dueQueue(): DueQueue {
  const heap: Cohort[] = []
  const alike = new Map<string, Cohort>()
  return {
    add: (cohort) => {
      const key = keyOf(cohort)
      const found = alike.get(key)
      if (found) {
        found.count += cohort.count
        return
      }
      const added = { ...cohort }
      alike.set(key, added)
      heap.push(added)
      rise(heap, heap.length - 1)
    },
    next: () => {
      const [first] = heap
      const last = heap.pop()
      if (!first || !last) return undefined
      if (heap.length > 0) {
        heap[0] = last
        sink(heap)
      }
      alike.delete(keyOf(first))
      return first
    },
  }
}

const keyOf = ({ zone, domain, step, at, got }: Cohort) => `${at} ${step} ${zone} ${domain} ${got.join()}`

const atOf = (heap: readonly Cohort[], index: number): number => heap[index]?.at ?? Infinity

function swap(heap: Cohort[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]]
  if (a && b) [heap[one], heap[other]] = [b, a]
}

function rise(heap: Cohort[], from: number): void {
  for (let index = from; index > 0;) {
    const parent = (index - 1) >> 1
    if (atOf(heap, parent) <= atOf(heap, index)) return
    swap(heap, parent, index)
    index = parent
  }
}

function sink(heap: Cohort[]): void {
  for (let index = 0; ;) {
    const left = 2 * index + 1
    const least = atOf(heap, left + 1) < atOf(heap, left) ? left + 1 : left
    if (atOf(heap, index) <= atOf(heap, least)) return
    swap(heap, index, least)
    index = least
  }
}
