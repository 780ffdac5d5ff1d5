import type { Suppression } from './records.ts'
import type { World } from './world.ts'

/** The suppressed addresses of a stream, by their lower-case form. */
export const suppressionsOf = ({ activity }: World, stream: string): Map<string, Suppression> => {
  const known = activity.suppressions.get(stream)
  if (known !== undefined) return known
  const fresh = new Map<string, Suppression>()
  activity.suppressions.set(stream, fresh)
  return fresh
}

/** Which of these lower-case addresses get no mail on the stream. */
export const inactiveAmong = (
  { activity }: World,
  stream: string,
  recipients: readonly string[],
): readonly string[] => {
  const suppressed = activity.suppressions.get(stream)
  return suppressed === undefined ? [] : recipients.filter((recipient) => suppressed.has(recipient))
}

/** Makes an address inactive on one stream; false when it was already. */
export const suppress = (
  world: World,
  stream: string,
  fields: Pick<Suppression, 'email' | 'reason' | 'origin'>,
): boolean => {
  const held = suppressionsOf(world, stream)
  const key = fields.email.toLowerCase()
  if (held.has(key)) return false
  held.set(key, { ...fields, createdAt: world.clock.now() })
  return true
}

/** Makes an address active again; false when it was not inactive. */
export const unsuppress = (world: World, stream: string, email: string): boolean =>
  suppressionsOf(world, stream).delete(email.toLowerCase())
