/**
 * Gives back the string seen last in the same place when the new one has the same text. A million mails carry
 * the same sender, stream and attempt; without this each would keep a copy of its own.
 */
export const createLastSeen = (): ((place: string, text: string) => string) => {
  const last = new Map<string, string>()
  return (place, text) => {
    const before = last.get(place)
    if (before === text) return before
    last.set(place, text)
    return text
  }
}
