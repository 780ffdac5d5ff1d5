import type { CampaignProgress, CampaignStatus, LeftOut } from '../domain/campaign.ts'
import type { HandoverStatus } from '../domain/handover.ts'
import type { ImportCounts } from '../domain/import.ts'
import type { Outlook, Standstill, StepPeople } from '../domain/outlook.ts'
import type { CampaignPlan } from '../domain/plan.ts'
import type { CampaignPreview } from '../domain/preview.ts'
import type { Reach } from '../domain/reach.ts'

/** Where a message stands in Slack. */
export type MessageRef = { channelId: string; ts: string }

/** Where a card belongs, and which message it is once it has been posted. */
export type CardPlace = { channelId: string; ts: string | null }

/** A file that a person gave in a modal. `size` in bytes. */
export type UploadedFile = { id: string; name: string; size: number; url: string }

/** What came of fetching an uploaded file. */
export type FileOutcome =
  { kind: 'ok'; bytes: Uint8Array } | { kind: 'too-large' } | { kind: 'unreadable'; reason: string }

/** Everything the card of a campaign shows. */
export type CampaignCard = {
  id: string
  name: string
  status: CampaignStatus
  statusReason: string | null
  /** What became of its mails where that is bad, whatever its status; null where it is not. */
  warning: string | null
  /** While sending rests because the provider takes no mail: when it is tried again. */
  holdUntil: Date | null
  ownerSlackId: string
  sender: string
  salesChannelId: string
  fileName: string
  importStatus: 'received' | 'applied' | 'failed'
  importCounts: ImportCounts
  /** What it goes by: as drafted before launch, afterwards its newest version. Null where that cannot be read. */
  plan: CampaignPlan | null
  /** Which state of the draft that is shown, as far as a launch is concerned. */
  revision: number
  /** Whether a launched campaign was edited since, and nobody has said yet what becomes of those in flight. */
  edited: boolean
  /** When the mails that are still to come go out if nothing holds them up; null when none are. */
  outlook: Outlook | null
  /** Why nothing goes out just now. */
  standstill: Standstill | null
  /** How many people wait for another campaign, for whom there is no time; before launch `reach` says it. */
  otherCampaign: number
  /** When a scheduled campaign is launched. */
  startsAt: Date | null
  /** Whom a launch would write to just now, and whom not; null after it, and while the contacts are not in. */
  reach: Reach | null
  /** Null before launch. */
  progress: CampaignProgress | null
  /** Why some of them were skipped or rejected: the most common reasons, the most first. */
  leftOut: LeftOut[]
  /** How many of its mails wait for a person to decide. */
  stuck: number
  /** Who is at which step; null before launch. */
  people: StepPeople[] | null
  launchedAt: Date | null
}

/** Everything the card of a handover shows. */
export type HandoverCard = {
  id: string
  status: HandoverStatus
  campaignName: string
  leadScore: number
  reasons: string[]
  contact: {
    name: string
    email: string
    company: string | null
    jobTitle: string | null
    phone: string | null
    country: string | null
  }
  /** What the lead wrote that brought them here. */
  reply: string
  /** Where it was written from, when that is not the address we wrote to: then it may be somebody else's. */
  repliedFrom: string | null
  claimedBy: { slackUserId: string; at: Date } | null
  closedAt: Date | null
  createdAt: Date
}

/** A short line said in the thread of a card. */
export type ThreadNote =
  | { kind: 'lead-wrote'; name: string; text: string; fromOtherAddress: string | null }
  | { kind: 'claimed'; slackUserId: string; name: string; email: string; phone: string | null }
  | { kind: 'closed'; slackUserId: string; status: 'won' | 'lost' }
  | { kind: 'not-sent'; reason: string }
  /** Baton stopped a campaign by itself, and its owner has to mend something. */
  | { kind: 'campaign-paused'; ownerSlackId: string; name: string; reason: string }
  /** Too many mails bounced or were complained about of a campaign that is not running. */
  | { kind: 'campaign-warned'; ownerSlackId: string; name: string; reason: string }
  /** Some people are too late to be written to by themselves, and the campaign's owner has to decide about them. */
  | { kind: 'mails-late'; ownerSlackId: string; name: string; late: number }
  /** The provider has no trace of some mails, and the campaign's owner has to decide about them. */
  | { kind: 'mails-stuck'; ownerSlackId: string; campaignId: string; name: string; stuck: number }
  /** All mails of a campaign were tried again; `slackUserId` had it done, or (null) a program. */
  | {
      kind: 'mails-replayed'
      slackUserId: string | null
      campaignId: string
      name: string
      inLine: number
      wasSent: number
      waiting: number
    }

/** What Baton tells a member by themselves: `failed` webhooks could not be applied and wait for an admin. */
export type MemberNote = { kind: 'webhooks-failed'; failed: number }

/** How far a rep's thread message has come on its way to the lead. */
export type DeliveryMark = 'sent' | 'failed'

/** Somebody as Slack knows them. */
export type MemberProfile = {
  name: string
  email: string | null
  timeZone: string | null
  /** A guest, somebody of another workspace, a program, or somebody who has left: Baton does nothing for them. */
  outsider: boolean
  /** Whether they run this workspace in Slack. */
  admin: boolean
}

/** What Baton asks of the place where people work. Throws when Slack cannot be reached or refuses. */
export type Chat = {
  /** Posts the card, or redraws it where it stands. Returns where it stands now. */
  showCampaign: (card: CampaignCard, place: CardPlace) => Promise<MessageRef>
  /** Redraws the modal that waits for the import; does nothing when it was closed meanwhile. */
  showCampaignReview: (viewId: string, card: CampaignCard, preview: CampaignPreview) => Promise<void>
  showHandover: (card: HandoverCard, place: CardPlace) => Promise<MessageRef>
  say: (thread: MessageRef, note: ThreadNote) => Promise<MessageRef>
  /** Says it in the direct messages of this member with Baton. */
  tell: (slackUserId: string, note: MemberNote) => Promise<void>
  /** Puts a small mark on a person's message. Marking twice changes nothing. */
  mark: (message: MessageRef, mark: DeliveryMark) => Promise<void>
  shareFile: (thread: MessageRef, file: { name: string; content: string; comment: string }) => Promise<void>
  readFile: (file: UploadedFile, limitBytes: number) => Promise<FileOutcome>
  profile: (slackUserId: string) => Promise<MemberProfile>
  /** Whether somebody is in a channel. In a private one that Baton is not in, nobody is as far as it can tell. */
  isChannelMember: (slackUserId: string, channelId: string) => Promise<boolean>
  /** Whether somebody may read a channel: it is public, or they are in it. */
  canSeeChannel: (slackUserId: string, channelId: string) => Promise<boolean>
}
