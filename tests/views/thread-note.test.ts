import { describe, expect, it } from '@jest/globals'
import { threadNoteMessage } from '../../src/bot/views/thread-note.ts'

const campaign = { ownerSlackId: 'U0MARIA', name: 'Spring <!channel>' }

describe('what is said in the thread of a campaign', () => {
  it('says that too many mails went wrong, to its owner, with the reason and what to do', () => {
    const reason = '3 of 60 mails bounced (5 %). Look at where these addresses came from.'
    expect(threadNoteMessage({ kind: 'campaign-warned', ...campaign, reason }).text).toBe(
      `<@U0MARIA>, too many mails of *Spring &lt;!channel&gt;* went wrong: ${reason}`,
    )
  })

  it('says how many are too late, to its owner, and what to press', () => {
    const { text } = threadNoteMessage({ kind: 'mails-late', ...campaign, late: 40 })
    expect(text).toMatch(/^<@U0MARIA>, 40 people are too late to be written to without you: \*Spring &lt;/)
    expect(text).toMatch(
      /Press \*Send late ones\* on the card .*, or \*Skip them\* to go on without that mail\.$/,
    )
    expect(threadNoteMessage({ kind: 'mails-late', ...campaign, late: 1 }).text).toContain(
      '1 person is too late',
    )
  })
})
