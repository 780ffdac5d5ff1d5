import { collectDefaultMetrics, Registry } from 'prom-client'
import type { RequestHandler } from 'express'
import { createSlackDoor, type SlackDoor } from '../bot/app.ts'
import type { Config } from '../config/config.ts'
import type { Db } from '../db/client.ts'
import { createGraphqlHandler } from '../graphql/server.ts'
import { graphqlRoute } from '../http/graphql-route.ts'
import { healthRoutes } from '../http/health.ts'
import { addLedgerGauges } from '../http/ledger-gauges.ts'
import { metricsRoutes } from '../http/metrics.ts'
import { postmarkWebhooks } from '../http/postmark-webhooks.ts'
import { unsubscribeRoutes } from '../http/unsubscribe.ts'
import type { Deps } from '../operations/deps.ts'

/** The Slack door, where this process has the role. */
export function buildSlackDoor({ slack, roles }: Config, deps: Deps): SlackDoor | null {
  if (!roles.has('bot')) return null
  const { intake, botToken, apiUrl } = slack
  return createSlackDoor(
    {
      botToken,
      apiUrl,
      signingSecret: intake.kind === 'http' ? intake.signingSecret : '',
      appToken: intake.kind === 'socket' ? intake.appToken : null,
      log: deps.log,
    },
    deps,
  )
}

/** The parts of the web application that this process serves. Slack's comes first: it reads the raw body itself. */
export function buildHttpParts(
  config: Config,
  { deps, readDb, slack }: { deps: Deps; readDb: Db; slack: SlackDoor | null },
): RequestHandler[] {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addLedgerGauges(registry, deps)
  const parts: RequestHandler[] = slack?.router ? [slack.router] : []
  parts.push(healthRoutes(deps), metricsRoutes(registry))
  if (config.roles.has('api')) {
    parts.push(
      postmarkWebhooks(deps, config.postmark.webhook),
      unsubscribeRoutes(deps),
      graphqlRoute(createGraphqlHandler({ ...deps, readDb })),
    )
  }
  return parts
}
