import type { Email } from '../ports/email.ts'
import { chunkPool } from './chunk-pool.ts'
import { batchBody } from './postmark-body.ts'
import { type PostmarkSettings, postmarkCaller } from './postmark-call.ts'
import { postmarkMessage } from './postmark-message.ts'
import { outcomeOfBatch, outcomeOfSingle } from './postmark-outcome.ts'
import { batchPoster } from './postmark-post.ts'
import { findByAttempt } from './postmark-search.ts'

/** Five batches of 500 mails of 20 KB: what the lanes of a process have on their way at a time. */
const bodies = { bytes: 256 * 1024, most: 200 }

/**
 * Sends through Postmark (https://postmarkapp.com/developer/api/email-api).
 * A lone transactional mail goes to `/email`; everything else to `/email/batch`, which Postmark limits to 500.
 */
export function postmarkEmail(settings: PostmarkSettings): Email {
  const call = postmarkCaller(settings)
  const pool = chunkPool(bodies)
  const post = batchPoster(settings, pool)

  return {
    sendBatch: async (mails) => {
      const [first] = mails
      if (!first) return { kind: 'answered', outcomes: [] }
      if (mails.length === 1 && first.stream === 'transactional') {
        return outcomeOfSingle(
          await call((client) => client.sendEmail(postmarkMessage(first, settings))),
          first,
        )
      }
      return outcomeOfBatch(await post(batchBody(mails, settings, pool)), mails)
    },
    findByAttempt: (attempt, stream) => findByAttempt(call, { attempt, stream, settings }),
  }
}
