import type { CampaignStatus } from '../../domain/campaign.ts'

/** What a campaign's status is called, with a sign that is seen before it is read. */
export const statusLabels: Readonly<Record<CampaignStatus, string>> = {
  draft: '✏️ Draft',
  scheduled: '🗓️ Scheduled',
  running: '▶️ Running',
  paused: '⏸️ Paused',
  completed: '✅ Completed',
  cancelled: '⛔ Cancelled',
}
