import type { FlightCounts } from '../../db/standing-queries.ts'
import { builder } from '../builder.ts'

/** Who of a campaign is under way. */
export const inFlight = builder.interfaceRef<FlightCounts>('InFlight').implement({
  description: 'How many people of a campaign are not through.',
  fields: (t) => ({
    waiting: t.exposeInt('waiting', { description: 'They have mails to come.' }),
    withProvider: t.exposeInt('withProvider', {
      description: 'A mail of theirs is with the provider just now.',
    }),
  }),
})

/** The same, by itself. */
export const peopleInFlight = builder.objectRef<FlightCounts>('PeopleInFlight').implement({
  interfaces: [inFlight],
})
