/** What a marketer fills in to make a campaign, after the door has read it from the modal. */
export type CampaignForm = {
  name: string
  senderName: string
  senderEmail: string
  file: { id: string; name: string; size: number; url: string }
  subject: string
  body: string
  channelId: string
  salesChannelId: string
  /** A lead at or above this score (0 to 100) is handed over. */
  handoverScore: number
}
