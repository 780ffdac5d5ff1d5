import { z } from 'zod'

/** What a sending process tells of itself; memory in megabytes, `rate` in mails a second. */
export const told = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['ready', 'sample']), sent: z.number(), now: z.number() }),
  z.object({ kind: z.literal('done'), rate: z.number(), most: z.number() }),
])
export type Told = z.infer<typeof told>
