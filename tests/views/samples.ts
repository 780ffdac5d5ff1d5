import type { CampaignProgress } from '../../src/domain/campaign.ts'
import type { CampaignPreview } from '../../src/domain/preview.ts'
import type { CampaignCard, HandoverCard } from '../../src/ports/chat.ts'
import { plannedStep, planOf } from '../support/plans.ts'

/** What somebody might write into any field: a mention of everybody, a link, markup, and far too much of it. */
export const hostile = `<!channel> <https://evil.example|click> *bold* \`code\` & ${'ä&<>'.repeat(125)}`

export const campaignId = '0193a000-0000-7000-8000-000000000001'
export const contactId = '0193a000-0000-7000-8000-000000000002'
export const handoverId = '0193a000-0000-7000-8000-000000000003'

export const progress: CampaignProgress = {
  audience: 480,
  waiting: 190,
  late: 4,
  heldOut: 6,
  sending: 50,
  sent: 216,
  skipped: 8,
  rejected: 3,
  unknown: 2,
  needsHuman: 1,
  writtenTo: 400,
  delivered: 210,
  opened: 90,
  clicked: 30,
  bounced: 4,
  complained: 0,
  unsubscribed: 2,
  replied: 12,
  handedOver: 5,
}

export const draft: CampaignCard = {
  id: campaignId,
  name: 'Spring launch',
  status: 'draft',
  statusReason: null,
  warning: null,
  holdUntil: null,
  ownerSlackId: 'U0MARIA',
  sender: 'Maria Rossi <maria@baton.example>',
  salesChannelId: 'C0SALES',
  fileName: 'contacts-500.csv',
  importStatus: 'applied',
  importCounts: { rowsRead: 500, rowsAccepted: 480, rowsRefused: 12, rowsRepeated: 8 },
  plan: planOf([plannedStep('Hello {{ first_name }}')]),
  revision: 1,
  edited: false,
  outlook: null,
  standstill: null,
  otherCampaign: 0,
  startsAt: null,
  reach: { audience: 480, written: 480, waiting: 0, heldOut: 0, wentThrough: 0, suppressed: [] },
  progress: null,
  leftOut: [],
  stuck: 0,
  people: null,
  launchedAt: null,
}

export const running: CampaignCard = {
  ...draft,
  status: 'running',
  reach: null,
  progress,
  launchedAt: new Date('2026-11-23T09:00:00Z'),
}

export const rendered: CampaignPreview = {
  kind: 'rendered',
  contactId,
  to: 'Ada Lovelace <ada@example.com>',
  subject: 'Hello Ada',
  text: 'Hello Ada,\n\nwe made this for Analytical Engines.',
}

export const lead: HandoverCard = {
  id: handoverId,
  status: 'open',
  campaignName: 'Spring launch',
  leadScore: 85,
  reasons: ['Asks for a price', 'Names a date'],
  contact: {
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    company: 'Analytical Engines',
    jobTitle: 'CTO',
    phone: '+442071234567',
    country: 'GB',
  },
  reply: 'Yes please, what does it cost?',
  repliedFrom: null,
  claimedBy: null,
  closedAt: null,
  createdAt: new Date('2026-11-23T10:00:00Z'),
}

export const claimed: HandoverCard = {
  ...lead,
  status: 'claimed',
  claimedBy: { slackUserId: 'U0RAJ', at: new Date('2026-11-23T10:05:00Z') },
}
