import { useLayoutEffect, useState } from 'preact/hooks'

/**
 * What the person just chose, until the stand-in reports a new value: a press shows at once,
 * and what the app then changes wins.
 */
export function useOptimistic<T>(stored: T): [T, (value: T) => void] {
  const [local, setLocal] = useState<{ value: T } | null>(null)
  useLayoutEffect(() => setLocal(null), [JSON.stringify(stored)])
  return [local ? local.value : stored, (value) => setLocal({ value })]
}
