import { type RequestHandler, Router } from 'express'
import type { Registry } from 'prom-client'

/** `/metrics`: what is in the registry, as Prometheus reads it. */
export function metricsRoutes(registry: Registry): RequestHandler {
  const router = Router()
  router.get('/metrics', async (_request, response) => {
    response.setHeader('content-type', registry.contentType)
    response.end(await registry.metrics())
  })
  return router
}
