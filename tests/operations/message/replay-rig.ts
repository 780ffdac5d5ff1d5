import type { Db } from '../../../src/db/client.ts'
import { replayAllMails } from '../../../src/operations/message/replay-all.ts'
import { replayMails } from '../../../src/operations/message/replay-mails.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { admin } from '../../support/rows.ts'
import { launched } from '../campaign/control-rig.ts'
import { never } from './ledger-rig.ts'

export const by = { actor: admin, origin: 'slack' } as const
const steps = [plannedStep('One'), plannedStep('Two', { wait: after(1, 'days') })]

/** A campaign whose mails were all lost twice on the way, in calls of two. */
export async function lostTwice(db: Db, people: number) {
  const campaign = await launched(db, planOf(steps), { people, sendBatch: 2 })
  const { rig, id: campaignId } = campaign
  const calls = Math.ceil(people / 2)
  rig.office.fates.push(...Array.from({ length: calls * 2 }, () => 'lost' as const))
  for (const _ of [1, 2]) {
    // After a call that came to nothing all sending rests for a while.
    for (let call = 0; call < calls; call += 1) {
      await db.sendHold.deleteMany()
      await rig.send()
    }
    await rig.reconcileLater()
  }
  await db.sendHold.deleteMany()
  rig.office.asked.length = 0
  const waiting = await db.message.findMany({
    where: { campaignId, state: 'needs_human' },
    orderBy: { id: 'asc' },
  })
  expect(waiting).toHaveLength(people)
  const decide = async (expected: number | null = null) => {
    const { replayIds } = await replayAllMails(rig.deps, { campaignId, expected, ...by })
    return replayIds[0] ?? ''
  }
  const replayOf = (id: string) => db.replay.findUniqueOrThrow({ where: { id } })
  const counts = async (replayId: string) => {
    const { mails, inLine, wasSent, waiting: left } = await replayOf(replayId)
    return { mails, inLine, wasSent, waiting: left }
  }
  /** Runs the job as often as it puts itself in line again, and says how often. */
  const runJob = async (replayId: string) => {
    let runs = 0
    for (; (await replayOf(replayId)).finishedAt === null; runs += 1)
      await replayMails(rig.deps, { replayId }, never)
    return runs
  }
  return { ...campaign, waiting, decide, counts, replayOf, runJob }
}

export type LostTwice = Awaited<ReturnType<typeof lostTwice>>
