/** Every string that Slack sends back to us. A contract test holds it against the manifest and the listeners. */
export const commands = { campaign: '/campaign', lead: '/lead' } as const

/** Global shortcuts, by callback id. */
export const shortcuts = { createCampaign: 'create_campaign' } as const

/** Events of the Events API that a listener waits for. */
export const events = { homeOpened: 'app_home_opened', message: 'message' } as const

/** Modals that are submitted, by callback id. */
export const submissions = {
  campaignForm: 'campaign_form',
  stepForm: 'step_form',
  rulesForm: 'rules_form',
  scheduleForm: 'schedule_form',
  applyForm: 'apply_form',
  recallForm: 'recall_form',
} as const

/** Buttons and menus. A button carries the id of what it is about as its value. */
export const actions = {
  openCampaignForm: 'open_campaign_form',
  listCampaigns: 'list_campaigns',
  previewCampaign: 'preview_campaign',
  choosePreviewContact: 'choose_preview_contact',
  choosePreviewMail: 'choose_preview_mail',
  editSequence: 'edit_sequence',
  addStep: 'add_step',
  editStep: 'edit_step',
  raiseStep: 'raise_step',
  removeStep: 'remove_step',
  previewStep: 'preview_step',
  chooseWait: 'choose_wait',
  chooseWindow: 'choose_window',
  addVariant: 'add_variant',
  removeVariant: 'remove_variant',
  editRules: 'edit_rules',
  applyChanges: 'apply_changes',
  discardEdit: 'discard_edit',
  sendLate: 'send_late',
  skipLate: 'skip_late',
  recallCampaign: 'recall_campaign',
  scheduleCampaign: 'schedule_campaign',
  unscheduleCampaign: 'unschedule_campaign',
  sendTest: 'send_test',
  launchCampaign: 'launch_campaign',
  pauseCampaign: 'pause_campaign',
  resumeCampaign: 'resume_campaign',
  cancelCampaign: 'cancel_campaign',
  rerunCampaign: 'rerun_campaign',
  explainCampaign: 'explain_campaign',
  listPaused: 'list_paused',
  firstPaused: 'first_paused',
  nextPaused: 'next_paused',
  choosePaused: 'choose_paused',
  resumeEnrollment: 'resume_enrollment',
  listProblems: 'list_problems',
  newestProblems: 'newest_problems',
  olderProblems: 'older_problems',
  replayProblem: 'replay_problem',
  discardProblem: 'discard_problem',
  replayAll: 'replay_all',
  discardAll: 'discard_all',
  listMyLeads: 'list_my_leads',
  listOpenLeads: 'list_open_leads',
  claimHandover: 'claim_handover',
  winHandover: 'win_handover',
  loseHandover: 'lose_handover',
} as const

/** Menus that ask for their options while a person types. */
export const suggestions = {
  previewContact: actions.choosePreviewContact,
  paused: actions.choosePaused,
  zone: 'search_zones',
  calendar: 'search_calendars',
} as const

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

/** The inputs of a step. Those of a variant carry its name: `step_subject_B`. */
export const stepBlocks = {
  waitKind: 'step_wait_kind',
  amount: 'step_wait_amount',
  unit: 'step_wait_unit',
  date: 'step_wait_date',
  time: 'step_wait_time',
  subject: 'step_subject_',
  body: 'step_body_',
  weight: 'step_weight_',
} as const

/** The inputs for a window, of a step or of a campaign. */
export const windowBlocks = {
  kind: 'window_kind',
  days: 'window_days',
  from: 'window_from',
  to: 'window_to',
} as const

/** The inputs of the sending rules besides the window. */
export const rulesBlocks = {
  zone: 'rules_zone',
  calendar: 'rules_calendar',
  ownDates: 'rules_own_dates',
  lateAmount: 'rules_late_amount',
  lateUnit: 'rules_late_unit',
  reply: 'rules_reply',
  outOfOffice: 'rules_out_of_office',
  click: 'rules_click',
  company: 'rules_company',
  reentry: 'rules_reentry',
  besideOthers: 'rules_beside_others',
  priority: 'rules_priority',
  holdout: 'rules_holdout',
  contactMails: 'rules_contact_mails',
  contactDays: 'rules_contact_days',
  domainHour: 'rules_domain_hour',
  senderDay: 'rules_sender_day',
  campaignDay: 'rules_campaign_day',
  gapSeconds: 'rules_gap_seconds',
  gapJitter: 'rules_gap_jitter',
  warmUp: 'rules_warm_up',
} as const

/** The question that a new version asks. */
export const applyBlocks = { inFlight: 'apply_in_flight' } as const

/** When a campaign starts by itself. */
export const scheduleBlocks = { startsAt: 'schedule_starts_at' } as const

/** An input block holds one element, so one action id does for all of them. */
export const inputAction = 'value'

/** The line that a view shows above everything else. */
export const noticeBlock = 'notice'
