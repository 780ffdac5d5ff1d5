/** Every string that Slack sends back to us. A contract test holds it against the manifest and the listeners. */
export const commands = { campaign: '/campaign', lead: '/lead' } as const

/** Global shortcuts, by callback id. */
export const shortcuts = { createCampaign: 'create_campaign' } as const

/** Events of the Events API that a listener waits for. */
export const events = { homeOpened: 'app_home_opened', message: 'message' } as const

/** Modals that are submitted, by callback id. */
export const submissions = { campaignForm: 'campaign_form' } as const

/** Buttons and menus. A button carries the id of what it is about as its value. */
export const actions = {
  openCampaignForm: 'open_campaign_form',
  listCampaigns: 'list_campaigns',
  previewCampaign: 'preview_campaign',
  choosePreviewContact: 'choose_preview_contact',
  sendTest: 'send_test',
  launchCampaign: 'launch_campaign',
  pauseCampaign: 'pause_campaign',
  resumeCampaign: 'resume_campaign',
  cancelCampaign: 'cancel_campaign',
  listMyLeads: 'list_my_leads',
  listOpenLeads: 'list_open_leads',
  claimHandover: 'claim_handover',
  winHandover: 'win_handover',
  loseHandover: 'lose_handover',
} as const

/** Menus that ask for their options while a person types. */
export const suggestions = { previewContact: actions.choosePreviewContact } as const

/** The inputs of the campaign form, by the field that a problem can be about. */
export const formBlocks = {
  name: 'campaign_name',
  senderName: 'sender_name',
  senderEmail: 'sender_email',
  file: 'contacts_file',
  subject: 'subject',
  body: 'body',
  channel: 'card_channel',
  salesChannel: 'sales_channel',
  handoverScore: 'handover_score',
} as const

/** An input block holds one element, so one action id does for all of them. */
export const inputAction = 'value'

/** The line that a view shows above everything else. */
export const noticeBlock = 'notice'
