import type { WebClient } from '@slack/web-api'
import type { Chat, DeliveryMark } from '../ports/chat.ts'
import { sayInThread, showCard, tellMember } from './slack-cards.ts'
import { unless } from './slack-errors.ts'
import { readFile, shareFile } from './slack-files.ts'
import { isPublic, slackMembers } from './slack-members.ts'
import { slackProfiles } from './slack-profiles.ts'
import { campaignCardMessage } from './views/campaign-card.ts'
import { reviewModal } from './views/campaign-review.ts'
import { handoverCardMessage } from './views/handover-card.ts'

const emoji = { sent: 'white_check_mark', failed: 'warning' } as const satisfies Record<DeliveryMark, string>

/** Everything Baton does in Slack without having been asked just then. */
export function slackChat(client: WebClient): Chat {
  const isChannelMember = slackMembers(client)
  return {
    showCampaign: (card, place) => showCard(client, place, campaignCardMessage(card)),
    // A modal that was closed meanwhile is `not_found`.
    showCampaignReview: (viewId, card, preview) =>
      unless(['not_found'], () => client.views.update({ view_id: viewId, view: reviewModal(card, preview) })),
    showHandover: (card, place) => showCard(client, place, handoverCardMessage(card)),
    say: (thread, note) => sayInThread(client, thread, note),
    tell: (slackUserId, note) => tellMember(client, slackUserId, note),
    mark: ({ channelId, ts }, mark) =>
      unless(['already_reacted', 'message_not_found'], () =>
        client.reactions.add({ channel: channelId, timestamp: ts, name: emoji[mark] }),
      ),
    shareFile: (thread, file) => shareFile(client, thread, file),
    readFile: (file, limitBytes) => readFile(client, file, limitBytes),
    profile: slackProfiles(client),
    isChannelMember,
    canSeeChannel: async (slackUserId, channelId) =>
      (await isPublic(client, channelId)) || isChannelMember(slackUserId, channelId),
  }
}
