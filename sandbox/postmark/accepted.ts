import { metadataIndex } from './mail-index.ts'
import type { Accepted } from './watch-types.ts'
import type { World } from './world.ts'

/** Counts what was accepted, by the metadata that names a message over all its attempts. */
export const createAccepted = (world: World): Accepted => ({
  total: () => world.activity.mails.length,
  count: (sendid) => metadataIndex(world, 'sendid').get(sendid)?.length ?? 0,
  counts: () => new Map([...metadataIndex(world, 'sendid')].map(([sendid, mails]) => [sendid, mails.length])),
})
