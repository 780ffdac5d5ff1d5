import type { PostmarkStandIn } from '../../sandbox/postmark/types.ts'
import { postmarkWebhooks } from '../../src/http/postmark-webhooks.ts'
import { createHttpApp, startHttpServer } from '../../src/http/server.ts'
import type { Deps } from '../../src/operations/deps.ts'
import { webhookCredentials } from '../ground/environment.ts'
import type { Undo } from '../ground/undo.ts'

/** Opens Baton's webhook door and tells the stand-in where it is: what people do with their mails is a second witness. */
export async function receiveWebhooks(undo: Undo, deps: Deps, postmark: PostmarkStandIn): Promise<void> {
  const app = createHttpApp({ parts: [postmarkWebhooks(deps, webhookCredentials)], log: deps.log })
  const server = await startHttpServer(app, { port: 0, host: '127.0.0.1' })
  undo.push(() => server.close())
  const { user, password } = webhookCredentials
  const eventsUrl = `http://${user}:${password}@127.0.0.1:${server.port}/webhooks/postmark/events`
  postmark.connect({ eventsUrl })
}
