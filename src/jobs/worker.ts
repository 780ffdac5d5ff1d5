import { sendConversationMessage } from '../operations/conversation/send.ts'
import { showConversationMessage } from '../operations/conversation/show.ts'
import { guardCampaign } from '../operations/campaign/guard.ts'
import { launchScheduled } from '../operations/campaign/launch-scheduled.ts'
import { noteLate } from '../operations/campaign/note-late.ts'
import { notePaused } from '../operations/campaign/note-paused.ts'
import { noteStuck } from '../operations/campaign/note-stuck.ts'
import { noteWarned } from '../operations/campaign/note-warned.ts'
import { showCampaign } from '../operations/campaign/show.ts'
import type { Deps } from '../operations/deps.ts'
import { wakeEnrollments } from '../operations/enrollment/wake.ts'
import { noteHandover } from '../operations/handover/note.ts'
import { showHandover } from '../operations/handover/show.ts'
import { applyImport } from '../operations/import/apply.ts'
import { shareRefusals } from '../operations/import/share-refusals.ts'
import { checkInvariants } from '../operations/ledger/check-invariants.ts'
import { applyMessageEvents } from '../operations/message/apply-events.ts'
import { giveUpSearch, reconcileMessages } from '../operations/message/reconcile.ts'
import { noteReplayed } from '../operations/message/note-replayed.ts'
import { replayMails } from '../operations/message/replay-mails.ts'
import { sendDueMessages } from '../operations/message/send-due.ts'
import { tick } from '../operations/message/tick.ts'
import { assessReply } from '../operations/reply/assess.ts'
import { recordReply } from '../operations/reply/record.ts'
import { noteFailedWebhooks } from '../operations/webhook/note-failed.ts'
import { type JobKind, type JobRunner, jobs } from '../ports/jobs.ts'

/** What does one kind of job. */
type Work<Payload> = (deps: Deps, payload: Payload, signal: AbortSignal) => Promise<void>

/**
 * Starts this process' workers: each kind of job beside the operation that does it, and how many run at once.
 * Then looks once for work that was left behind, as the clock does every minute from here on.
 */
export async function startWorker(runner: JobRunner, deps: Deps): Promise<void> {
  const start = <Payload>(job: JobKind<Payload>, work: Work<Payload>, concurrency = 1) =>
    runner.work(job, (payload, signal) => work(deps, payload, signal), concurrency)

  await start(jobs.applyImport, applyImport)
  await start(jobs.shareRefusals, shareRefusals)
  await start(jobs.launchScheduled, launchScheduled)
  await start(jobs.guardCampaign, guardCampaign)
  await start(jobs.showCampaign, showCampaign)
  await start(jobs.notePaused, notePaused)
  await start(jobs.noteWarned, noteWarned)
  await start(jobs.noteLate, noteLate)
  await start(jobs.noteStuck, noteStuck)
  await start(jobs.sendDueMessages, sendDueMessages, deps.settings.sendLanes)
  await start(jobs.reconcileMessages, reconcileMessages)
  await start(jobs.giveUpSearch, giveUpSearch)
  await start(jobs.replayMails, replayMails)
  await start(jobs.noteReplayed, noteReplayed)
  await start(jobs.applyMessageEvents, applyMessageEvents)
  await start(jobs.noteFailedWebhooks, noteFailedWebhooks)
  await start(jobs.recordReply, recordReply, 2)
  await start(jobs.assessReply, assessReply, 4)
  await start(jobs.showHandover, showHandover, 2)
  await start(jobs.noteHandover, noteHandover)
  await start(jobs.sendConversationMessage, sendConversationMessage, 2)
  await start(jobs.showConversationMessage, showConversationMessage)
  await start(jobs.checkInvariants, checkInvariants)
  await start(jobs.wakeEnrollments, wakeEnrollments)
  await start(jobs.tick, tick)
  await runner.every(jobs.checkInvariants, '* * * * *')
  await runner.every(jobs.tick, '* * * * *')
  await tick(deps)
}
