/*
 * What people type reaches the stand-in a moment later, so that not every key is a request. Submitting must not
 * overtake it: `finishEdits` sends what still waits and resolves when all of it has arrived.
 */
type Waiting = { timer: ReturnType<typeof setTimeout>; send: () => Promise<unknown> }

const waiting = new Map<string, Waiting>()
const travelling = new Set<Promise<unknown>>()

/** Sends an edit after a short pause; a newer edit of the same field takes its place. */
export function editSoon(key: string, send: () => Promise<unknown>): void {
  clearTimeout(waiting.get(key)?.timer)
  waiting.set(key, { send, timer: setTimeout(() => flush(key), 250) })
}

/** Sends an edit at once. */
export function editNow<T>(edit: Promise<T>): Promise<T> {
  travelling.add(edit)
  void edit.finally(() => travelling.delete(edit))
  return edit
}

/** Sends the waiting edit of one field now. */
export function flush(key: string): void {
  const edit = waiting.get(key)
  if (!edit) return
  clearTimeout(edit.timer)
  waiting.delete(key)
  void editNow(edit.send())
}

export async function finishEdits(): Promise<void> {
  for (const key of waiting.keys()) flush(key)
  await Promise.allSettled(travelling)
}
