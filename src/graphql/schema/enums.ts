import {
  CampaignStatus,
  Channel,
  EnrollmentStatus,
  HandoverStatus,
  MemberRole,
  MessageDirection,
  MessagePurpose,
  MessageState,
  ReplyKind,
} from '../../db/generated/prisma/enums.ts'
import { builder } from '../builder.ts'

/** The closed lists of the data model, under their own names. */
export const campaignStatus = builder.enumType('CampaignStatus', { values: Object.values(CampaignStatus) })
export const channel = builder.enumType('Channel', { values: Object.values(Channel) })
export const enrollmentStatus = builder.enumType('EnrollmentStatus', {
  values: Object.values(EnrollmentStatus),
})
export const handoverStatus = builder.enumType('HandoverStatus', { values: Object.values(HandoverStatus) })
export const memberRole = builder.enumType('MemberRole', { values: Object.values(MemberRole) })
export const messageDirection = builder.enumType('MessageDirection', {
  values: Object.values(MessageDirection),
})
export const messagePurpose = builder.enumType('MessagePurpose', { values: Object.values(MessagePurpose) })
export const messageState = builder.enumType('MessageState', { values: Object.values(MessageState) })
export const replyKind = builder.enumType('ReplyKind', { values: Object.values(ReplyKind) })
