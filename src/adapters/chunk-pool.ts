/** Memory that requests are written into, lent in chunks of one size. */
export type ChunkPool = {
  take: () => Buffer
  /** For a chunk that nobody reads any more: the next to take it writes over it. */
  giveBack: (chunk: Buffer) => void
}

/**
 * Lends chunks and keeps up to `most` that came back. What a batch needs is some 10 MB that live for a second: as garbage they
 * would keep the collector busy and the process twice as large.
 */
export function chunkPool({ bytes, most }: { bytes: number; most: number }): ChunkPool {
  const free: Buffer[] = []
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(bytes),
    giveBack: (chunk) => {
      if (free.length < most) free.push(chunk)
    },
  }
}

/** What was written, in the order of the chunks; `length` in bytes. The last chunk may be full in part only. */
export type Chunks = { length: number; full: readonly Buffer[] }

/** Writes texts and bytes into chunks of a pool, one after the other. */
export type ChunkWriter = {
  text: (text: string) => void
  bytes: (bytes: Uint8Array) => void
  written: () => Chunks
}

export function chunkWriter(pool: ChunkPool): ChunkWriter {
  const full: Buffer[] = []
  let chunk = pool.take()
  let at = 0
  const next = () => {
    full.push(chunk)
    chunk = pool.take()
    at = 0
  }
  const bytes = (all: Uint8Array) => {
    // Nearly always it fits, and a view of it would be one of fifteen for each mail that the collector has to look after.
    if (all.length <= chunk.length - at) {
      chunk.set(all, at)
      at += all.length
      return
    }
    for (let from = 0; from < all.length;) {
      if (at === chunk.length) next()
      const part = all.subarray(from, from + chunk.length - at)
      chunk.set(part, at)
      at += part.length
      from += part.length
    }
  }
  return {
    bytes,
    text: (text) => {
      // UTF-8 takes at most three bytes for a UTF-16 unit. What may not fit goes the long way, across the border.
      if (text.length * 3 <= chunk.length - at) at += chunk.write(text, at)
      else bytes(Buffer.from(text))
    },
    written: () => ({ length: full.reduce((sum, { length }) => sum + length, at), full: [...full, chunk] }),
  }
}
