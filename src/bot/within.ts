/** What something came to, or null when it takes longer than `ms`. It goes on either way. */
export async function within<Outcome>(work: Promise<Outcome>, ms: number): Promise<Outcome | null> {
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), ms)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
