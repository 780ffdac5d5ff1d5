import { type RequestHandler, Router } from 'express'
import type { Deps } from '../operations/deps.ts'
import { checkReadiness } from '../operations/health/check-readiness.ts'
import type { Clock } from '../ports/clock.ts'

// Anybody may ask, as often as they like; the database is asked this often at most.
const freshMs = 1_000

/** `/healthz`: this process is alive. `/readyz`: it can do its work; if not, 503 and why. */
export function healthRoutes(deps: Pick<Deps, 'db' | 'log' | 'clock'>): RequestHandler {
  const router = Router()
  const readinessNow = atMostOften(() => checkReadiness(deps), deps.clock)
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true })
  })
  router.get('/readyz', async (_request, response) => {
    const readiness = await readinessNow()
    response.status(readiness.ready ? 200 : 503).json(readiness)
  })
  return router
}

/** Asks one question at a time; whoever comes meanwhile, or within a second of the answer, gets the same one. */
function atMostOften<Answer>(ask: () => Promise<Answer>, clock: Clock): () => Promise<Answer> {
  let last: { answer: Promise<Answer>; at: number | null } | null = null
  const isFresh = (at: number) => Math.abs(clock.now().getTime() - at) < freshMs
  return () => {
    if (last !== null && (last.at === null || isFresh(last.at))) return last.answer
    const asked: typeof last = { answer: ask(), at: null }
    const end = () => {
      asked.at = clock.now().getTime()
    }
    asked.answer.then(end, end)
    last = asked
    return asked.answer
  }
}
