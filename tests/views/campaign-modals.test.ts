import { describe, expect, it } from '@jest/globals'
import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { campaignFormModal } from '../../src/bot/views/campaign-form.ts'
import { previewBlocks, previewModal, withPreview } from '../../src/bot/views/campaign-preview.ts'
import { reviewModal } from '../../src/bot/views/campaign-review.ts'
import { importingModal, readingModal } from '../../src/bot/views/campaign-waiting.ts'
import { contactOptions } from '../../src/bot/views/contact-options.ts'
import { noticeModal, withAlert } from '../../src/bot/views/notice.ts'
import { campaignId, contactId, draft, hostile, rendered } from './samples.ts'
import { buttonsOf, viewText } from './seen.ts'

const blocksOf = (view: ModalView): KnownBlock[] => z.custom<KnownBlock[]>().parse(view.blocks)

const looked = { campaignId, mail: null, mails: [] }

const typed = {
  name: 'Spring launch',
  senderName: 'Maria',
  senderEmail: 'maria@baton.example',
  subject: 'Hello',
  body: 'Hello {{ first_name }}',
  handoverScore: '80',
  channelId: 'C0MARKETING',
  salesChannelId: 'C0SALES',
}

describe('the form for a campaign', () => {
  it('asks for everything at once and starts from the channel one is in', () => {
    const text = viewText(campaignFormModal())
    for (const label of [
      'Campaign name',
      'Sender email',
      'Contacts',
      'Subject',
      'Hand over leads from score',
    ]) {
      expect(text).toContain(label)
    }
    expect(text).toContain('{{ company | default: "your team" }}')
    expect(JSON.stringify(campaignFormModal())).toContain('"default_to_current_conversation":true')
  })

  it('comes back with what was typed, what to mend, and the file to choose again', () => {
    const view = campaignFormModal({
      values: typed,
      sentences: ['No column holds email addresses.'],
      lostFile: 'a.csv',
    })
    const text = viewText(view)
    expect(text).toContain('No column holds email addresses.')
    expect(text).toContain('choose a.csv again')
    const initial = view.blocks
      .flatMap((block) => ('element' in block ? [Object.values(block.element)] : []))
      .flat()
    for (const value of Object.values(typed)) expect(initial).toContain(value)
  })

  it('is a form that Slack takes however much went wrong', () => {
    const values = { ...typed, name: 'a'.repeat(80), body: 'b'.repeat(3000) }
    const text = viewText(
      campaignFormModal({ values, sentences: Array.from({ length: 30 }, () => hostile), lostFile: hostile }),
    )
    expect(text).toContain('Slack does not keep the file')
  })
})

describe('the review', () => {
  it('shows who gets it, one real mail, and the launch button with the number of people', () => {
    const text = viewText(reviewModal(draft, rendered))
    expect(text).toContain('goes to *480 contacts*')
    expect(text).toContain('Hello Ada')
    expect(text).toContain('Analytical Engines')
    expect(text).toContain('480 people get this email')
    expect(buttonsOf(reviewModal(draft, rendered).blocks)).toEqual([
      'Send test to me',
      'Launch',
      'Schedule',
      'Edit sequence',
    ])
  })

  it('says how many of the contacts get it where some do not', () => {
    const reach = { audience: 480, written: 475, waiting: 5, heldOut: 0, wentThrough: 0, suppressed: [] }
    const text = viewText(reviewModal({ ...draft, reach }, rendered))
    expect(text).toContain('goes to *475 of 480 contacts*')
    expect(text).toContain('Of 480 contacts, 475 are written to; 5 wait for another campaign.')
  })

  it('says when the mails go out, and that this is later for whoever waits for another campaign', () => {
    const at = new Date('2026-11-24T08:00:00Z')
    const outlook = { first: at, last: at }
    const longer = { first: at, last: new Date('2026-11-25T08:00:00Z') }
    const reach = { audience: 480, written: 475, waiting: 5, heldOut: 0, wentThrough: 0, suppressed: [] }
    const says = (card: Partial<typeof draft>) => viewText(reviewModal({ ...draft, ...card }, rendered))
    const when = /Launched now, the mail goes out <[^>]*>/
    expect(says({ outlook })).toMatch(new RegExp(`${when.source}\\.`))
    expect(says({ outlook, reach })).toMatch(
      new RegExp(`${when.source}; later to whoever waits for another campaign\\.`),
    )
    expect(says({ outlook: longer, reach })).toMatch(
      /first mail goes out <[^>]*> and the last <[^>]*>; later to whoever waits for another campaign\./,
    )
    expect(says({ outlook, reach: { ...reach, written: 0, waiting: 480 } })).not.toContain('Launched now')
  })

  it('says in sentences why somebody would get no mail', () => {
    const whose = { contactId, to: 'Ada' }
    const failed = previewBlocks(looked, {
      kind: 'failed',
      ...whose,
      reason: 'the mail would weigh more than 90 kB',
    })
    expect(viewText({ ...noticeModal('Preview', ''), blocks: failed })).toContain(
      'This mail cannot be written for them: the mail would weigh more than 90 kB. They would be left out.',
    )
  })

  it('has nothing to launch when no row was taken or the file failed', () => {
    const counts = { rowsRead: 5, rowsAccepted: 0, rowsRefused: 5, rowsRepeated: 0 }
    const empty = reviewModal({ ...draft, importCounts: counts }, { kind: 'nobody' })
    expect(viewText(empty)).toContain(
      'there is nobody to write to. Mend the file and create the campaign again.',
    )
    expect(viewText(empty)).not.toContain('Closing this keeps it')
    expect(buttonsOf(empty.blocks)).toEqual([])
    const failed = reviewModal(
      { ...draft, importStatus: 'failed', statusReason: 'It is a picture.' },
      { kind: 'nobody' },
    )
    expect(viewText(failed)).toContain('could not be imported. It is a picture.')
  })

  it('says which merge field a contact has nothing for, and what to write instead', () => {
    const preview = { kind: 'missing' as const, contactId, to: 'bob@example.com', fields: ['company'] }
    const text = viewText(reviewModal(draft, preview))
    expect(text).toContain('nothing for company and would be skipped')
    expect(text).toContain('{{ company | default: "…" }}')
  })

  it('keeps everything but the mail when another contact is chosen', () => {
    const blocks = blocksOf(reviewModal(draft, rendered))
    const other = { ...rendered, to: 'Bob', subject: 'Hello Bob', text: 'Hello Bob,' }
    const changed = {
      ...reviewModal(draft, rendered),
      blocks: withPreview(blocks, previewBlocks(looked, other)),
    }
    const text = viewText(changed)
    expect(text).toContain('Hello Bob')
    expect(text).not.toContain('Hello Ada')
    expect(text).toContain('goes to *480 contacts*')
    expect(changed.blocks).toHaveLength(blocks.length)
    expect(
      viewText({ ...changed, blocks: withPreview(changed.blocks, previewBlocks(looked, rendered)) }),
    ).toContain('Hello Ada')
  })
})

it('every other modal is one that Slack takes, with words from outside in it', () => {
  const preview = { ...rendered, to: hostile, subject: hostile, text: hostile.repeat(20) }
  viewText(importingModal(hostile))
  viewText(readingModal(hostile))
  viewText(noticeModal('Launched', 'Done.'))
  const text = viewText(previewModal({ ...looked, name: hostile, pending: false, preview }))
  expect(text).toContain('&lt;!channel&gt;')
})

it('an alert warns, unless what it tells went well', () => {
  expect(withAlert([], 'Try again.')).toMatchObject([{ type: 'alert', level: 'warning' }])
  expect(withAlert([], 'Test sent.', 'success')).toMatchObject([{ type: 'alert', level: 'success' }])
})

it('an alert replaces the one before it', () => {
  const blocks = blocksOf(reviewModal(draft, rendered))
  const twice = withAlert(withAlert(blocks, 'Test sent to ada@example.com.'), 'Paused.')
  expect(twice).toHaveLength(blocks.length + 1)
  expect(viewText({ ...reviewModal(draft, rendered), blocks: twice })).not.toContain('Test sent')
})

it('names contacts in a menu within what Slack takes', () => {
  const [option] = contactOptions([{ contactId, label: hostile }])
  expect(option?.text.text.length).toBeLessThanOrEqual(75)
  expect(option?.value).toBe(contactId)
})
