import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import type { Deps } from '../operations/deps.ts'
import { placeOf, type PressedView } from './forms/place.ts'
import { publishHome } from './publish-home.ts'
import { unless } from './slack-errors.ts'
import type { AlertLevel, Message } from './views/blocks.ts'
import { noticeModal, withAlert, withNotice } from './views/notice.ts'

/** Something a person did, and what it takes to answer them. */
export type Asked = { client: WebClient; body: unknown; deps: Deps }

/** Answers whoever did something, where they did it, so that only they read it. `level` is how it looks in a modal. */
export async function answer(asked: Asked, message: Message, level?: AlertLevel): Promise<void> {
  const place = placeOf(asked.body)
  switch (place.kind) {
    case 'response-url':
      return respond(place.url, message)
    case 'view':
      return answerInView(asked, { ...place, level }, message)
    case 'thread':
      await asked.client.chat.postEphemeral({
        channel: place.channelId,
        user: place.userId,
        thread_ts: place.threadTs,
        ...message,
      })
      return undefined
    case 'nowhere':
      return undefined
  }
}

/** The same for what ends a modal: its contents make way for the answer. */
export async function conclude(asked: Asked, title: string, message: Message): Promise<void> {
  const place = placeOf(asked.body)
  if (place.kind !== 'view' || place.view.type !== 'modal') return answer(asked, message)
  const view = noticeModal(title, message.text)
  await updateModal(asked.client, place.view.id, view)
  return undefined
}

// Whoever closed the modal meanwhile has turned to the card.
const updateModal = (client: WebClient, viewId: string, view: ModalView): Promise<void> =>
  unless(['not_found'], () => client.views.update({ view_id: viewId, view }))

async function answerInView(
  { client, deps }: Asked,
  { view, userId, level }: { view: PressedView; userId: string; level: AlertLevel | undefined },
  message: Message,
): Promise<void> {
  if (view.type === 'modal') {
    const blocks = withAlert(view.blocks, message.text, level)
    await updateModal(client, view.id, sameModal(view, blocks))
    return
  }
  try {
    await publishHome(deps, { client, userId, notice: message.text })
  } catch (error) {
    // What the person is being told may be that the database is away: then the tab is shown as it was.
    deps.log.warn({ error: String(error) }, 'Home could not be rebuilt')
    const blocks = withNotice(view.blocks, message.text)
    await client.views.publish({ user_id: userId, view: { type: 'home', blocks } })
  }
}

/** A modal with other blocks in it. */
export const sameModal = (view: PressedView, blocks: ModalView['blocks']): ModalView => ({
  type: 'modal',
  title: view.title ?? { type: 'plain_text', text: 'Baton' },
  blocks,
  ...(view.submit && { submit: view.submit }),
  ...(view.close && { close: view.close }),
  ...(view.callback_id && { callback_id: view.callback_id }),
  ...(view.private_metadata && { private_metadata: view.private_metadata }),
})

/** A response_url takes five answers within half an hour. */
async function respond(url: string, message: Message): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...message }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!response.ok) throw new Error(`Slack refused an answer with status ${response.status}`)
}
