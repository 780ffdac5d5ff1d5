import { maxBatch } from '../../src/domain/message.ts'
import { type Audience, launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import { startPostmarkProcess } from '../ground/postmark-process.ts'
import type { Undo } from '../ground/undo.ts'
import { compared, median, type Row, told } from '../report.ts'
import { bareLoop } from './bare.ts'
import { batonSend } from './baton.ts'
import { captureBodies } from './capture.ts'
import { jobPerMail, startJobs } from './job-per-mail.ts'
import { letterOf } from './letter.ts'

/** How much is sent in all, in how many turns of subject and baselines, and how many requests at a time. */
export type SendOptions = { mails: number; rounds: number; lanes: number }

const bytesPerMail = 20_000
const warmUpBatches = 4
const jobsPerRound = 400

// What 500 mails take at a provider that is not on this machine, at the very least.
const farMs = 250

/**
 * How fast Baton sends, beside a bare loop that posts finished batches, with a provider that answers at once and one that
 * takes its time, and beside a pg-boss job per mail. They take turns, so that whatever else this machine does hits all of them; the figures are medians of the turns.
 */
export async function benchSend(undo: Undo, { mails, rounds, lanes }: SendOptions): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: lanes + 4 })
  const postmarkUrl = await startPostmarkProcess(undo)
  const farUrl = await startPostmarkProcess(undo, { answersAfterMs: farMs })
  const deps = await realDeps(ground, postmarkUrl)
  const far = await realDeps(ground, farUrl)
  const boss = await startJobs(undo, ground.url)

  const perRound = Math.max(1, Math.round(mails / rounds / maxBatch)) * maxBatch
  const letter = letterOf(bytesPerMail)
  const template = await deps.templates.compile(letter)
  const audience = await seedAudience(ground.db, { size: perRound, name: 'round' })
  const few = await seedAudience(ground.db, { size: warmUpBatches * maxBatch, name: 'warm-up' })
  const launch = (audience: Audience) => launchFor(deps, { audience, sequence: [letter] })

  // As many different mails as Baton sends in a turn: what was posted before costs the provider less.
  await launch(audience)
  const finished = await captureBodies(deps)
  const contactIds = await someContacts(few.importId, deps.db)
  const bare = (calls: number, url = postmarkUrl) =>
    bareLoop(url, { bodies: finished.bodies, size: maxBatch, calls, lanes })
  const baton = async (audience: Audience, by = deps) => {
    await launch(audience)
    return batonSend(by, { mails: audience.size, lanes })
  }
  const jobs = () => jobPerMail(boss, { deps, template, contactIds, lanes, postmarkUrl })

  await bare(warmUpBatches)
  await baton(few)
  await bare(warmUpBatches, farUrl)
  const rates: Rates = { bare: [], baton: [], jobs: [], farBare: [], farBaton: [] }
  for (let round = 0; round < rounds; round += 1) {
    rates.bare.push(await bare(perRound / maxBatch))
    rates.baton.push(await baton(audience))
    rates.jobs.push(await jobs())
    rates.farBare.push(await bare(perRound / maxBatch, farUrl))
    rates.farBaton.push(await baton(audience, far))
  }
  return rowsOf(rates, { lanes, mails: perRound * rounds, bytes: finished.bytesPerMail })
}

async function someContacts(
  importId: string,
  db: Awaited<ReturnType<typeof startDatabase>>['db'],
): Promise<string[]> {
  const members = await db.importContact.findMany({ where: { importId }, take: jobsPerRound })
  return members.map(({ contactId }) => contactId)
}

type Rates = Record<'bare' | 'baton' | 'jobs' | 'farBare' | 'farBaton', number[]>

function rowsOf(
  rates: Rates,
  { lanes, mails, bytes }: { lanes: number; mails: number; bytes: number },
): Row[] {
  const value = median(rates.baton)
  const unit = 'mails/s'
  return [
    compared('send, beside a bare loop of finished batches', {
      value,
      baseline: median(rates.bare),
      unit,
      target: 0.7,
    }),
    compared(`the same, by a provider that answers after ${farMs} ms`, {
      value: median(rates.farBaton),
      baseline: median(rates.farBare),
      unit,
      target: 0.7,
    }),
    compared('send, beside a pg-boss job per mail', { value, baseline: median(rates.jobs), unit, target: 7 }),
    told('size of a mail', bytes, 'bytes'),
    told('mails sent by Baton', mails, 'mails'),
    told('lanes', lanes, 'requests at a time'),
  ]
}
