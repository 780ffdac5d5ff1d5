import type { App, BlockExternalSelectAction, BlockStaticSelectAction } from '@slack/bolt'
import { previewCampaign } from '../../operations/campaign/preview.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { type Asked, sameModal } from '../answer.ts'
import { subjectOf } from '../forms/button-value.ts'
import { placeOf } from '../forms/place.ts'
import { mailRefOf, type PreviewSubject, previewSubjectOf, previewValue } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { previewBlocks, withPreview } from '../views/campaign-preview.ts'

/** Shows a mail as another contact would see it, or another mail, in whichever modal the menus stand. */
export function onChoosePreview(app: App, deps: Deps): void {
  app.action<BlockExternalSelectAction>(
    actions.choosePreviewContact,
    async ({ ack, action, body, client }) => {
      await ack()
      const option = action.selected_option
      if (!option) return
      await look({ client, body, deps }, body.user, { contactId: subjectOf(option.value) })
    },
  )
  app.action<BlockStaticSelectAction>(actions.choosePreviewMail, async ({ ack, action, body, client }) => {
    await ack()
    const option = action.selected_option
    await look({ client, body, deps }, body.user, { mail: mailRefOf(option.value) })
  })
}

type Choice = Partial<Pick<PreviewSubject, 'contactId' | 'mail'>>

async function look({ client, body, deps }: Asked, user: { id: string }, choice: Choice): Promise<void> {
  const place = placeOf(body)
  if (place.kind !== 'view') return
  const subject = { ...previewSubjectOf(place.view.private_metadata), ...choice }
  const actor = await actorOf(deps, user)
  const { mails, preview } = await previewCampaign(deps, { ...subject, actor })
  const blocks = withPreview(place.view.blocks, previewBlocks({ ...subject, mails }, preview))
  const view = { ...sameModal(place.view, blocks), private_metadata: previewValue(subject) }
  await client.views.update({ view_id: place.view.id, view })
}
