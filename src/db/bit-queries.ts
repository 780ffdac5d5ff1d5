import { Prisma } from './generated/prisma/client.ts'

// What can become of a mail or of a person. Each has a bit, so that a million of them are told apart by one number each and put
// together by one aggregate, however often something happened.
const names = [
  'sent',
  'delivered',
  'opened',
  'clicked',
  'bounced',
  'complained',
  'unsubscribed',
  'replied',
] as const
type Name = (typeof names)[number]

/** The bit of something that can become of a mail: SQL. */
export const bit = (name: Name): Prisma.Sql => Prisma.raw(String(1 << names.indexOf(name)))

/** The bit of an event `v`, 0 where a mail has none: SQL. */
export const eventBit = Prisma.sql`CASE v.type WHEN 'delivered' THEN ${bit('delivered')} WHEN 'opened' THEN ${bit('opened')}
  WHEN 'clicked' THEN ${bit('clicked')} WHEN 'bounced' THEN ${bit('bounced')} WHEN 'complained' THEN ${bit('complained')}
  WHEN 'unsubscribed' THEN ${bit('unsubscribed')} ELSE 0 END`

/** The bit of a reply `r` from a person, or of one that unsubscribes: SQL. */
export const replyBit = Prisma.sql`CASE r.kind WHEN 'human' THEN ${bit('replied')} ELSE ${bit('unsubscribed')} END`

/** Every bit with its name, as the table `known (name, bit)`: SQL. */
export const knownBits = Prisma.sql`(VALUES ${Prisma.join(
  names.map((name) => Prisma.sql`(${Prisma.raw(`'${name}'`)}, ${bit(name)})`),
)}) known (name, bit)`
