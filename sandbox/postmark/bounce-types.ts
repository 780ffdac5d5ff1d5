import type { Bounce } from './records.ts'
import type { BounceKind } from './words.ts'

type BounceType = Pick<
  Bounce,
  'type' | 'typeCode' | 'name' | 'description' | 'details' | 'canActivate' | 'inactive'
>

/** What Postmark says about each kind. `Inactive` and `CanActivate` decide, not the type. */
export const bounceTypes: Readonly<Record<BounceKind | 'complaint', BounceType>> = {
  hard: {
    type: 'HardBounce',
    typeCode: 1,
    name: 'Hard bounce',
    description: 'The server was unable to deliver your message (ex: unknown user, mailbox not found).',
    details: 'smtp;550 5.1.1 No such user here.',
    canActivate: true,
    inactive: true,
  },
  soft: {
    type: 'SoftBounce',
    typeCode: 4096,
    name: 'Soft bounce',
    description: 'Unable to temporarily deliver message (ex: mailbox full, over quota).',
    details: 'smtp;452 4.2.2 The mailbox is full.',
    canActivate: false,
    inactive: false,
  },
  'auto-responder': {
    type: 'AutoResponder',
    typeCode: 64,
    name: 'Auto responder',
    description: 'Automatic email responder (ex: "Out of Office" or "On Vacation").',
    details: '',
    canActivate: false,
    inactive: false,
  },
  complaint: {
    type: 'SpamComplaint',
    typeCode: 100_001,
    name: 'Spam complaint',
    description: 'The subscriber explicitly marked this message as spam.',
    details: '',
    canActivate: false,
    inactive: true,
  },
}
