import type { Standing } from '../../domain/standing.ts'
import { builder } from '../builder.ts'

/** Where everybody of a campaign stands. */
export const standing = builder.objectRef<Standing>('CampaignStanding').implement({
  description:
    'Where everybody of a campaign stands, each contact in exactly one count, so that all but audience add up to it: by the ' +
    'newest mail that was handed to the provider and the furthest thing known of it.',
  fields: (t) => ({
    audience: t.exposeInt('audience'),
    waiting: t.exposeInt('waiting', {
      description: 'Nothing was handed over yet, and something is to come.',
    }),
    notWritten: t.exposeInt('notWritten', {
      description: 'Nothing was handed over, and nothing will be: taken back, or ended before.',
    }),
    heldOut: t.exposeInt('heldOut'),
    skipped: t.exposeInt('skipped', { description: 'Suppressed, or a merge field was missing.' }),
    sending: t.exposeInt('sending'),
    unknown: t.exposeInt('unknown'),
    needsHuman: t.exposeInt('needsHuman'),
    rejected: t.exposeInt('rejected'),
    sent: t.exposeInt('sent', { description: 'The provider has taken it, and nothing more is known.' }),
    delivered: t.exposeInt('delivered'),
    opened: t.exposeInt('opened', { description: 'By people: opens by mail proxies do not count.' }),
    clicked: t.exposeInt('clicked'),
    bounced: t.exposeInt('bounced'),
    complained: t.exposeInt('complained'),
  }),
})
