import type { Settlement } from '../domain/message.ts'
import { Prisma } from './generated/prisma/client.ts'

/** A settlement without what it has in common with nearly all others, for PostgreSQL to read less. */
const unlessUsual = ({ state, errorCode, reason, suppress, attemptCounts, ...named }: Settlement) => ({
  ...named,
  state: state === 'sent' ? undefined : state,
  errorCode: errorCode ?? undefined,
  reason: reason ?? undefined,
  suppress: suppress || undefined,
  attemptCounts: attemptCounts ? undefined : false,
})

/** Settlements as a CTE named `outcome`, a row for each: SQL. */
export const outcomeOf = (settlements: readonly Settlement[]) => Prisma.sql`outcome AS (
    SELECT "messageId", COALESCE(state, 'sent') AS state, "providerMessageId", "errorCode", reason,
      COALESCE(suppress, false) AS suppress, COALESCE("attemptCounts", true) AS "attemptCounts"
    FROM jsonb_to_recordset(${JSON.stringify(settlements.map(unlessUsual))}::jsonb)
      AS o("messageId" uuid, state text, "providerMessageId" text, "errorCode" int, reason text, suppress boolean,
             "attemptCounts" boolean)
  )`
