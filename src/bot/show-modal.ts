import type { ModalView } from '@slack/types'
import { z } from 'zod'
import type { Asked } from './answer.ts'
import { explain } from './explain.ts'
import { placeOf } from './forms/place.ts'
import { unless } from './slack-errors.ts'
import { noticeModal } from './views/notice.ts'

const pressed = z.object({ trigger_id: z.string() })

/**
 * Shows a modal that takes a look at the database: one that says so at once, as a trigger lives three seconds, then what
 * `load` makes of it, or why it could not be. From within a modal it comes on top of that one.
 */
export async function showModal(
  { client, body, deps }: Asked,
  { title, load }: { title: string; load: () => Promise<ModalView> },
): Promise<void> {
  const { trigger_id } = pressed.parse(body)
  const place = placeOf(body)
  const onTop = place.kind === 'view' && place.view.type === 'modal'
  const view = noticeModal(title, 'One moment…')
  const opened = onTop
    ? await client.views.push({ trigger_id, view })
    : await client.views.open({ trigger_id, view })
  const shown = await load().catch((error: unknown) => noticeModal(title, explain(error, deps.log)))
  await unless(['not_found'], () => client.views.update({ view_id: opened.view?.id ?? '', view: shown }))
}
