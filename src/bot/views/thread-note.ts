import type { ThreadNote } from '../../ports/chat.ts'
import { context, quote, row, section, type Message } from './blocks.ts'
import { problemsButton } from './decision-buttons.ts'
import { conversationHint, otherAddressLine } from './handover-card.ts'
import { replayedAllSentence } from './all-problems.ts'
import { stuckSentence } from './problems.ts'
import { lateChoices, lateSentence } from './sequence-buttons.ts'
import { inline } from './text.ts'

/** A line in the thread of a card. */
export function threadNoteMessage(note: ThreadNote): Message {
  switch (note.kind) {
    case 'lead-wrote':
      return leadWrote(note)
    case 'claimed':
      return claimed(note)
    case 'closed':
      return { text: `<@${note.slackUserId}> closed this lead as ${note.status}.` }
    case 'not-sent':
      return { text: `⚠️ Not sent: ${inline(note.reason, 1000)}` }
    case 'campaign-paused':
      return { text: paused(note) }
    case 'campaign-warned':
      return { text: warned(note) }
    case 'mails-late':
      return { text: late(note) }
    case 'mails-stuck':
      return stuck(note)
    case 'mails-replayed':
      return replayed(note)
  }
}

function paused(note: Extract<ThreadNote, { kind: 'campaign-paused' }>): string {
  const what = `<@${note.ownerSlackId}>, Baton has paused *${inline(note.name)}*: ${inline(note.reason, 1000)}`
  return `${what}\nNobody who was written to is written to again. Once that is mended, press Resume on the card.`
}

const warned = (note: Extract<ThreadNote, { kind: 'campaign-warned' }>): string =>
  `<@${note.ownerSlackId}>, too many mails of *${inline(note.name)}* went wrong: ${inline(note.reason, 1000)}`

function late({ ownerSlackId, name, late: people }: Extract<ThreadNote, { kind: 'mails-late' }>): string {
  const what = `<@${ownerSlackId}>, ${lateSentence(people)}: *${inline(name)}* could not send for longer than its sending rules allow.`
  return `${what}\nPress *${lateChoices.send}* on the card to write to them all the same, or *${lateChoices.skip}* to go on without that mail.`
}

function stuck(note: Extract<ThreadNote, { kind: 'mails-stuck' }>): Message {
  const text = `<@${note.ownerSlackId}>, ${stuckSentence(note.stuck)} in *${inline(note.name)}*. The email provider has no trace of ${note.stuck === 1 ? 'it' : 'them'}, so Baton does not know whether to send again.`
  return { text, blocks: [section(text), row(problemsButton(note.campaignId))] }
}

function replayed(note: Extract<ThreadNote, { kind: 'mails-replayed' }>): Message {
  const who = note.slackUserId === null ? '' : `<@${note.slackUserId}>, `
  const text = `${who}the mails of *${inline(note.name)}* that waited for a decision were tried again: ${replayedAllSentence(note)}`
  return {
    text,
    blocks: [section(text), ...(note.waiting > 0 ? [row(problemsButton(note.campaignId))] : [])],
  }
}

function leadWrote(note: Extract<ThreadNote, { kind: 'lead-wrote' }>): Message {
  const text = `*${inline(note.name)}* wrote:`
  const warning = note.fromOtherAddress ? [otherAddressLine(note.fromOtherAddress)] : []
  return {
    text: `${text} ${inline(note.text, 300)}`,
    blocks: [section(text), quote(note.text, 8000), ...warning],
  }
}

function claimed(note: Extract<ThreadNote, { kind: 'claimed' }>): Message {
  const phone = note.phone ? ` · ${inline(note.phone, 60)}` : ''
  const text = `<@${note.slackUserId}> has this lead. *${inline(note.name)}*: ${inline(note.email, 320)}${phone}`
  return { text, blocks: [section(text), context(conversationHint(note.name))] }
}
