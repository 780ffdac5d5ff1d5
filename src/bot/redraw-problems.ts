import type { ViewOutput } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import type { Deps } from '../operations/deps.ts'
import { explain } from './explain.ts'
import { pageOf } from './forms/page-subject.ts'
import { loadProblems } from './listeners/list-problems.ts'
import { publishHome } from './publish-home.ts'
import { unless } from './slack-errors.ts'
import type { AlertLevel } from './views/blocks.ts'
import { toldModal } from './views/notice.ts'

/** What came of a decision, and how it looks. */
export type Told = { text: string; level: AlertLevel }

/** What to say of a decision, and how; what was refused was often settled meanwhile, so the list is drawn again either way. */
export async function outcomeOf(deps: Deps, decide: () => Promise<string>): Promise<Told> {
  try {
    return { text: await decide(), level: 'success' }
  } catch (error) {
    return { text: explain(error, deps.log), level: 'warning' }
  }
}

/** Who pressed, and in which modal. */
export type Pressed = { client: WebClient; deps: Deps; view: ViewOutput | undefined; user: { id: string } }

/** Draws the list that somebody decided in again, with what came of it above it, and the Home tab that counts it too. */
export async function redrawProblems(
  { client, deps, view, user }: Pressed,
  { text, level }: Told,
): Promise<void> {
  if (view === undefined) return
  const list = await loadProblems({ client, deps }, { page: pageOf(view.private_metadata), user })
  const told = toldModal(list, text, level)
  await unless(['not_found'], () => client.views.update({ view_id: view.id, view: told }))
  // The list may have been opened from the Home tab, which counts what waits too.
  await publishHome(deps, { client, userId: user.id }).catch((error: unknown) => {
    deps.log.warn({ error: String(error) }, 'Home could not be rebuilt')
  })
}
