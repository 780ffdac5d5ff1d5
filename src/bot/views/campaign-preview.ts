import type { ExternalSelect, KnownBlock, ModalView, SectionBlock } from '@slack/types'
import type { CampaignPreview } from '../../domain/preview.ts'
import { actions } from '../ids.ts'
import { alert, pt, quote, row, section } from './blocks.ts'
import { testButton } from './campaign-buttons.ts'
import { inline } from './text.ts'

const marker = 'preview_'

/** A campaign's mail as one contact would see it, with a menu to choose another contact. */
export function previewBlocks(campaignId: string, preview: CampaignPreview): KnownBlock[] {
  return blocksFor(campaignId, preview).map(withMarker)
}

/** The blocks of a modal with the preview in them replaced by another; everything around it stays. */
export function withPreview(blocks: readonly KnownBlock[], preview: readonly KnownBlock[]): KnownBlock[] {
  const start = blocks.findIndex(isPreview)
  const rest = blocks.filter((block) => !isPreview(block))
  return start === -1 ? [...rest] : [...rest.slice(0, start), ...preview, ...rest.slice(start)]
}

const withMarker = (block: KnownBlock, index: number): KnownBlock => ({
  ...block,
  block_id: `${marker}${index}`,
})

const isPreview = (block: KnownBlock): boolean => block.block_id?.startsWith(marker) ?? false

function blocksFor(campaignId: string, preview: CampaignPreview): KnownBlock[] {
  switch (preview.kind) {
    case 'rendered':
      return [
        contactLine(preview.to),
        section(`*Subject*  ${inline(preview.subject, 500)}`),
        quote(preview.text, 6000),
        row(testButton(campaignId, preview.contactId)),
      ]
    case 'failed':
      return [
        contactLine(preview.to),
        alert(
          `This mail cannot be written for them: ${inline(preview.reason, 500)}. They would be left out.`,
          'warning',
        ),
      ]
    case 'missing':
      return [contactLine(preview.to), alert(missingSentence(preview.fields), 'warning')]
    case 'nobody':
      return [alert('There is no contact to show it for.', 'warning')]
  }
}

const contactLine = (to: string): SectionBlock => section(`*As seen by* ${inline(to, 300)}`, contactMenu())

const contactMenu = (): ExternalSelect => ({
  type: 'external_select',
  action_id: actions.choosePreviewContact,
  placeholder: pt('Another contact'),
  min_query_length: 0,
})

function missingSentence(fields: readonly string[]): string {
  const names = fields.map((field) => inline(field, 60)).slice(0, 20)
  return `This contact has nothing for ${names.join(', ')} and would be skipped. To write to them all the same, give a default in the text: {{ ${names[0] ?? 'company'} | default: "…" }}.`
}

/** What the preview modal shows. */
export type NamedPreview = { campaignId: string; name: string; preview: CampaignPreview }

/** The modal behind a card's Preview button. */
export const previewModal = ({ campaignId, name, preview }: NamedPreview): ModalView => ({
  type: 'modal',
  title: pt('Preview'),
  close: pt('Close'),
  private_metadata: campaignId,
  blocks: [section(`*${inline(name)}*`), ...previewBlocks(campaignId, preview)],
})

/** What stands in the modal until the preview is there: Slack wants it opened at once. */
export const previewLoadingModal = (): ModalView => ({
  type: 'modal',
  title: pt('Preview'),
  close: pt('Close'),
  blocks: [section('Rendering the email…')],
})
