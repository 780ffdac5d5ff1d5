import type { Tx } from '../../src/db/client.ts'
import type { Queue } from '../../src/ports/jobs.ts'

/** A job as it was put in line. */
export type RecordedJob = { job: string; payload: object; key: string | undefined }

/** A queue that remembers what it was given and runs nothing. */
export function recordingQueue(): { queue: Queue<Tx>; recorded: RecordedJob[] } {
  const recorded: RecordedJob[] = []
  const queue: Queue<Tx> = {
    enqueue: (_tx, job, { payload, key }) => {
      recorded.push({ job: job.name, payload, key })
      return Promise.resolve()
    },
  }
  return { queue, recorded }
}
