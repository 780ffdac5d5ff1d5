import { type RequestHandler, Router } from 'express'
import type { Deps } from '../operations/deps.ts'
import { checkReadiness } from '../operations/health/check-readiness.ts'

/** `/healthz`: this process is alive. `/readyz`: it can do its work; if not, 503 and why. */
export function healthRoutes(deps: Pick<Deps, 'db' | 'log'>): RequestHandler {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.json({ alive: true })
  })
  router.get('/readyz', async (_request, response) => {
    const readiness = await checkReadiness(deps)
    response.status(readiness.ready ? 200 : 503).json(readiness)
  })
  return router
}
