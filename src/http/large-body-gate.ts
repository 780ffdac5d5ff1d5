/** What one request needs to read a large body. `take` says whether it has it; `giveBack` may be called in any case. */
export type LargeBodyPass = { take: () => boolean; giveBack: () => void }

/**
 * Lets `atOnce` large bodies be in memory at a time. Each is there several times over while it is read and stored, and a
 * sender who was told to wait comes again.
 */
export function largeBodyGate(atOnce: number): () => LargeBodyPass {
  let taken = 0
  return () => {
    let isMine = false
    return {
      take: () => {
        if (!isMine && taken < atOnce) {
          taken += 1
          isMine = true
        }
        return isMine
      },
      giveBack: () => {
        if (isMine) taken -= 1
        isMine = false
      },
    }
  }
}
