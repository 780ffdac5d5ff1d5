import { Refusal } from './refusal.ts'

/** Where a campaign is in its life. */
export type CampaignStatus = 'draft' | 'scheduled' | 'running' | 'paused' | 'completed' | 'cancelled'

/** What a person can do to a campaign. */
export type CampaignMove =
  | 'launch'
  | 'schedule'
  | 'unschedule'
  | 'edit'
  | 'test'
  | 'pause'
  | 'resume'
  | 'release'
  | 'recall'
  | 'cancel'
  | 'rerun'

const allowedFrom = {
  launch: ['draft', 'scheduled'],
  schedule: ['draft', 'scheduled'],
  unschedule: ['scheduled'],
  edit: ['draft', 'scheduled', 'running', 'paused'],
  test: ['draft', 'scheduled', 'running', 'paused'],
  pause: ['running'],
  resume: ['paused'],
  release: ['running', 'paused'],
  recall: ['running', 'paused'],
  cancel: ['draft', 'scheduled', 'running', 'paused'],
  rerun: ['completed', 'cancelled'],
} as const satisfies Record<CampaignMove, readonly CampaignStatus[]>

/** Whether a campaign in this status allows the move. The one table behind buttons, commands and GraphQL. */
export function campaignCan(move: CampaignMove, status: CampaignStatus): boolean {
  const from: readonly CampaignStatus[] = allowedFrom[move]
  return from.includes(status)
}

const statusWords: Record<CampaignStatus, string> = {
  draft: 'has not been launched yet',
  scheduled: 'waits for its time',
  running: 'is running',
  paused: 'is paused',
  completed: 'is finished',
  cancelled: 'was cancelled',
}

/** Throws the Refusal that tells a person why the move is not possible now. */
export function requireMove(move: CampaignMove, campaign: { name: string; status: CampaignStatus }): void {
  if (campaignCan(move, campaign.status)) return
  const sentence = `“${campaign.name}” ${statusWords[campaign.status]}, so it cannot be ${moveWords[move]}.`
  throw new Refusal(`campaign-cannot-${move}`, sentence)
}

const moveWords: Record<CampaignMove, string> = {
  launch: 'launched',
  schedule: 'scheduled',
  unschedule: 'taken off the schedule',
  edit: 'edited',
  test: 'tested',
  pause: 'paused',
  resume: 'resumed',
  release: 'caught up on',
  recall: 'recalled',
  cancel: 'cancelled',
  rerun: 'run again',
}

/** The parts of the form that a problem can be about. */
export type CampaignField =
  | 'name'
  | 'senderName'
  | 'senderEmail'
  | 'file'
  | 'subject'
  | 'body'
  | 'channel'
  | 'salesChannel'
  | 'handoverScore'

/** A mistake in the form, as a sentence that says what to do, for the field it is in. */
export type FieldProblem = { field: CampaignField; sentence: string }

// Counting an audience takes longer the larger it is: some 2 seconds for a million. In people, then seconds.
const redrawPaces = [
  [2_000, 1],
  [50_000, 3],
  [200_000, 10],
] as const

/** How many seconds a card rests between two redrawings while its campaign goes on; what ends or stops it is drawn at once. */
export function redrawAfterSeconds(audience: number): number {
  return redrawPaces.find(([upTo]) => audience <= upTo)?.[1] ?? 30
}

/**
 * Where the audience of a launched campaign stands. The counts from `waiting` to `needsHuman` add up to `audience`;
 * the rest counts what happened to mails and people, each person once.
 */
export type CampaignProgress = {
  audience: number
  /** Enrolled, with nothing handed to the provider yet. */
  waiting: number
  /** Due for longer than the plan allows: a person decides whether they are still written to. */
  late: number
  /** Enrolled and not written to, to compare the others with. */
  heldOut: number
  sending: number
  sent: number
  skipped: number
  rejected: number
  unknown: number
  needsHuman: number
  /** Who got a mail of it at all, whatever became of those after it. */
  writtenTo: number
  delivered: number
  opened: number
  clicked: number
  bounced: number
  complained: number
  unsubscribed: number
  replied: number
  handedOver: number
}

/** How many people of a launched campaign were not written to, or not any more, for this reason. */
export type LeftOut = { place: 'skipped' | 'rejected'; reason: string; count: number }
