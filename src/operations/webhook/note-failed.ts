import { countProblems } from '../../db/problem-queries.ts'
import type { Deps } from '../deps.ts'

/**
 * Tells every admin that webhooks could not be applied, which only admins may decide about. Says nothing when somebody has
 * decided meanwhile. An admin who cannot be reached keeps nobody else from hearing it.
 */
export async function noteFailedWebhooks({
  db,
  chat,
  log,
}: Pick<Deps, 'db' | 'chat' | 'log'>): Promise<void> {
  const { webhooks: failed } = await countProblems(db, { kind: 'all' })
  if (failed === 0) return
  const admins = await db.member.findMany({ where: { role: 'admin' }, orderBy: { id: 'asc' } })
  for (const { slackUserId } of admins) {
    try {
      await chat.tell(slackUserId, { kind: 'webhooks-failed', failed })
    } catch (error) {
      log.warn({ error, slackUserId }, 'An admin could not be told of webhooks that failed')
    }
  }
}
