import type { Db } from '../../src/db/client.ts'

/** A database whose next transactions fail, as many as given, before anything is written. */
export function failingDb(db: Db, { times, error }: { times: number; error: Error }): Db {
  let left = times
  return new Proxy(db, {
    get: (target, name): unknown => {
      if (name !== '$transaction' || left === 0) return Reflect.get(target, name)
      left -= 1
      return () => Promise.reject(error)
    },
  })
}
