import { Prisma } from './generated/prisma/client.ts'

// Seven days, the most that may be planned.
const longest = 7 * 1440

/**
 * How many minutes late a mail of a stored plan may be: SQL. Of a plan that does not say so in a number, as long as any may:
 * what cannot be read must not keep its own campaign from being paused, nor those of the same sender from being counted.
 */
export const latenessOf = (plan: Prisma.Sql): Prisma.Sql => Prisma.sql`
  CASE WHEN jsonb_typeof(${plan}->'maxLatenessMinutes') = 'number'
    THEN least(greatest((${plan}->>'maxLatenessMinutes')::numeric, 0), 1000000)::int ELSE ${longest} END`
