import { z } from 'zod'
import type { Config } from '../config/config.ts'
import { StartProblem } from '../main/start-problem.ts'
import { foreseeCampaigns, type Foresight } from '../operations/campaign/foresee.ts'
import type { Deps } from '../operations/deps.ts'
import { tick } from '../operations/message/tick.ts'
import type { Clock } from '../ports/clock.ts'

/** A Baton whose clock runs `aheadMs` before the machine's. */
export type Rehearsal = { clock: Clock & { aheadMs: number }; deps: Deps }

/** What whoever rehearses is told: times in milliseconds since 1970. */
export type RehearsalAnswer = { id: number } & (
  | { kind: 'foresight'; now: number; ahead: Foreseen[]; underWay: Foresight['underWay'] }
  | { kind: 'refused'; sentence: string }
)

/** One thing that time alone will bring. */
export type Foreseen = Omit<Foresight['ahead'][number], 'at' | 'lastAt'> & { at: number; lastAt: number }

const asking = z.object({
  id: z.int(),
  /** Whether to put everything due in line again, as the clock does every minute. */
  wake: z.boolean(),
  /** Milliseconds to move the clock by before that; time never goes back. */
  moveMs: z
    .int()
    .nonnegative()
    .max(366 * 24 * 60 * 60 * 1000),
})

/**
 * Answers one question: moves the clock as far as asked, wakes what is due by then, and says what comes next.
 * What is waiting in the queue for a later time goes by PostgreSQL's clock, which nobody moves: the minute's tick brings
 * it forward.
 */
export async function answerRehearsal({ clock, deps }: Rehearsal, asked: unknown): Promise<RehearsalAnswer> {
  const parsed = asking.safeParse(asked)
  if (!parsed.success) return refused(0, 'That is no question of a rehearsal.')
  const { id, wake, moveMs } = parsed.data
  try {
    clock.aheadMs += moveMs
    if (wake) await tick(deps)
    const { now, ahead, underWay } = await foreseeCampaigns(deps)
    return { id, kind: 'foresight', now: now.getTime(), ahead: ahead.map(foreseenOf), underWay }
  } catch (error) {
    return refused(id, error instanceof Error ? error.message : String(error))
  }
}

const foreseenOf = ({ kind, campaign, step, people, at, lastAt }: Foresight['ahead'][number]): Foreseen => ({
  kind,
  campaign,
  step,
  people,
  at: at.getTime(),
  lastAt: lastAt.getTime(),
})

const refused = (id: number, sentence: string): RehearsalAnswer => ({ id, kind: 'refused', sentence })

const here = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Keeps a clock that can be moved away from real people.
 * @throws StartProblem unless somebody is there to move it and every vendor is a stand-in on this machine
 */
export function refuseRehearsal(
  { slack, postmark, openai }: Pick<Config, 'slack' | 'postmark' | 'openai'>,
  isAsked: boolean,
): void {
  const addresses = [slack.apiUrl, postmark.apiUrl, ...(openai ? [openai.baseUrl] : [])]
  const abroad = addresses.find((address) => !here.has(new URL(address).hostname))
  if (abroad !== undefined)
    throw new StartProblem(
      `A rehearsal's clock can be moved, and ${new URL(abroad).host} is not on this machine: mail could reach people on the wrong day. Use \`npm start\`, or stand-ins.`,
      null,
    )
  if (!isAsked)
    throw new StartProblem('A rehearsal needs somebody who moves its clock. Use `npm run demo`.', null)
}
