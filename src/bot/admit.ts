import type { AllMiddlewareArgs, AnyMiddlewareArgs, App, ViewResponseAction } from '@slack/bolt'
import { z } from 'zod'
import type { Deps } from '../operations/deps.ts'
import { actorOf } from './actor-of.ts'
import { answer, sameModal } from './answer.ts'
import { explain } from './explain.ts'
import { placeOf } from './forms/place.ts'
import { events } from './ids.ts'
import { noticeHome, noticeModal, unknownPersonSentence, withAlert } from './views/notice.ts'
import { within } from './within.ts'

/** Milliseconds: Slack waits three seconds for an acknowledgement, and most of it belongs to what is asked for. */
const patience = 1000

type Asked = AnyMiddlewareArgs & AllMiddlewareArgs

/** Lets members of the workspace through to the listeners and tells everybody else that Baton is not for them. */
export function admitMembers(app: App, deps: Deps): void {
  app.use(async (asked) => {
    const userId = actingUser(asked.body)
    const objection = userId === null ? null : await objectionTo(asked, { deps, userId })
    if (userId === null || objection === null) return asked.next()
    return turnAway(asked, { deps, userId, text: objection })
  })
}

const acting = z.union([
  z.object({ user_id: z.string() }).transform(({ user_id: id }) => id),
  z.object({ user: z.object({ id: z.string() }) }).transform(({ user }) => user.id),
  z
    .object({ event: z.object({ type: z.literal(events.homeOpened), user: z.string() }) })
    .transform(({ event }) => event.user),
])

/**
 * Whoever asks for something. Nobody does with a message: most are none of Baton's business, so the listener asks about
 * the writers of those that are.
 */
function actingUser(body: unknown): string | null {
  const read = acting.safeParse(body)
  return read.success ? read.data : null
}

type Visitor = { deps: Deps; userId: string }

/** Why somebody is not let in, as a sentence for them; null for members. */
async function objectionTo(asked: Asked, { deps, userId }: Visitor): Promise<string | null> {
  const checked = actorOf(deps, { id: userId }).then(
    () => ({ text: null }),
    (error: unknown) => ({ text: explain(error, deps.log) }),
  )
  if (!('ack' in asked)) return (await checked).text
  const inTime = await within(checked, patience)
  return inTime === null ? unknownPersonSentence : inTime.text
}

async function turnAway(asked: Asked, { deps, userId, text }: Visitor & { text: string }): Promise<void> {
  const { client, body } = asked
  if ('view' in asked) return asked.ack(inForm(body, text))
  if ('options' in asked) return asked.ack({ options: [] })
  if ('ack' in asked) await asked.ack?.()
  if ('shortcut' in asked) {
    await client.views.open({ trigger_id: asked.shortcut.trigger_id, view: noticeModal('Baton', text) })
    return undefined
  }
  if ('event' in asked || isOnHome(body)) {
    await client.views.publish({ user_id: userId, view: noticeHome(text) })
    return undefined
  }
  return answer({ client, body, deps }, { text })
}

/** What somebody typed into a form stays: when it was Slack that did not answer, they can send it again. */
function inForm(body: unknown, text: string): ViewResponseAction | undefined {
  const place = placeOf(body)
  if (place.kind !== 'view') return undefined
  return { response_action: 'update', view: sameModal(place.view, withAlert(place.view.blocks, text)) }
}

const home = z.object({ view: z.object({ type: z.literal('home') }) })
const isOnHome = (body: unknown): boolean => home.safeParse(body).success
