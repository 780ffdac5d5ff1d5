import type { ExternalSelect, KnownBlock, ModalView, SectionBlock, StaticSelect } from '@slack/types'
import type { MailChoice, MailRef } from '../../domain/plan-mail.ts'
import type { CampaignPreview } from '../../domain/preview.ts'
import { mailValue, previewValue } from '../forms/preview-subject.ts'
import { actions } from '../ids.ts'
import { alert, context, pt, quote, row, section } from './blocks.ts'
import { testButton } from './campaign-buttons.ts'
import { option } from './inputs.ts'
import { inline, plain } from './text.ts'

const marker = 'preview_'

/** Which mail is looked at, and all that there are to choose from. */
export type Looked = { campaignId: string; mail: MailRef | null; mails: readonly MailChoice[] }

/** A campaign's mail as one contact would see it, with menus to choose another contact and another mail. */
export function previewBlocks(looked: Looked, preview: CampaignPreview): KnownBlock[] {
  return [...mailMenu(looked), ...blocksFor(looked, preview)].map(withMarker)
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

function blocksFor({ campaignId, mail }: Looked, preview: CampaignPreview): KnownBlock[] {
  switch (preview.kind) {
    case 'rendered':
      return [
        contactLine(preview.to),
        section(`*Subject*  ${inline(preview.subject, 500)}`),
        quote(preview.text, 6000),
        row(testButton({ campaignId, contactId: preview.contactId, mail })),
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

/** The mails of the sequence, where there are several. */
function mailMenu({ mail, mails }: Looked): KnownBlock[] {
  const shown = mails.find(({ stepKey, variant }) => stepKey === mail?.stepKey && variant === mail.variant)
  const current = shown ?? mails[0]
  if (current === undefined || mails.length === 1) return []
  const groups = [...Map.groupBy(mails, ({ position }) => position)]
  const menu: StaticSelect = {
    type: 'static_select',
    action_id: actions.choosePreviewMail,
    placeholder: pt('Another email'),
    option_groups: groups.map(([position, group]) => ({
      label: pt(`Step ${position}`),
      options: group.map(mailOption),
    })),
    initial_option: mailOption(current),
  }
  return [section(`*Email* ${mailName(current, groups.length)}`, menu)]
}

const mailName = ({ position, name, isOnly }: MailChoice, steps: number): string =>
  `step ${position} of ${steps}${isOnly ? '' : `, variant ${inline(name, 30)}`}`

const mailOption = (mail: MailChoice) =>
  option([mailValue(mail), plain(`${mail.position}${mail.isOnly ? '' : mail.name} · ${mail.subject}`, 75)])

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
export type NamedPreview = Looked & { name: string; pending: boolean; preview: CampaignPreview }

const pendingLine = 'As it was edited: the changes are not applied yet, and a test shows them too.'

/** The modal behind a card's Preview button. */
export const previewModal = ({ name, pending, preview, ...looked }: NamedPreview): ModalView => ({
  type: 'modal',
  title: pt('Preview'),
  close: pt('Close'),
  private_metadata: previewValue({ ...looked, contactId: contactIn(preview) }),
  blocks: [
    section(`*${inline(name)}*`),
    ...(pending ? [context(pendingLine)] : []),
    ...previewBlocks(looked, preview),
  ],
})

/** Whom a preview was made for; null where there is nobody. */
export const contactIn = (preview: CampaignPreview): string | null =>
  preview.kind === 'nobody' ? null : preview.contactId
