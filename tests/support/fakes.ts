import type { Chat, FileOutcome, MemberProfile, MessageRef } from '../../src/ports/chat.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Email, OutgoingMail, SendOutcome } from '../../src/ports/email.ts'
import type { Links } from '../../src/ports/links.ts'
import type { MergeValues, Templates } from '../../src/ports/templates.ts'

/** Slack, as a list of what was asked of it. `files` are uploads by their id, `profiles` people by theirs. */
export type FakeChat = Chat & {
  calls: { what: keyof Chat; args: unknown[] }[]
  shared: Parameters<Chat['shareFile']>[]
  files: Map<string, FileOutcome>
  profiles: Map<string, MemberProfile>
}

/** A member of whom Slack tells nothing more. */
export const someMember: MemberProfile = {
  name: '',
  email: null,
  timeZone: null,
  outsider: false,
  admin: false,
}

/** Answers every request as Slack would, remembers it, and has the files and people it is given. */
export function fakeChat(): FakeChat {
  const calls: FakeChat['calls'] = []
  const shared: FakeChat['shared'] = []
  const files = new Map<string, FileOutcome>()
  const profiles = new Map<string, MemberProfile>()
  const note =
    <Answer>(what: keyof Chat, answer: Answer) =>
    (...args: unknown[]): Promise<Answer> => {
      calls.push({ what, args })
      return Promise.resolve(answer)
    }
  const posted: MessageRef = { channelId: 'C1', ts: '1700000000.000001' }
  return {
    calls,
    shared,
    files,
    profiles,
    showCampaign: note('showCampaign', posted),
    showCampaignReview: note('showCampaignReview', undefined),
    showHandover: note('showHandover', posted),
    say: note('say', posted),
    tell: note('tell', undefined),
    mark: note('mark', undefined),
    shareFile: (thread, file) => {
      shared.push([thread, file])
      return note('shareFile', undefined)(thread, file)
    },
    readFile: (file) =>
      note('readFile', files.get(file.id) ?? ({ kind: 'unreadable', reason: 'no such file' } as const))(file),
    profile: (id) => note('profile', profiles.get(id) ?? { ...someMember, name: id })(id),
    isChannelMember: note('isChannelMember', true),
    canSeeChannel: note('canSeeChannel', true),
  }
}

/** A mail provider that answers with `outcome`, by default by accepting everything, and keeps what it was sent. */
export function fakeEmail(outcome?: SendOutcome): Email & { sent: OutgoingMail[] } {
  const sent: OutgoingMail[] = []
  return {
    sent,
    sendBatch: (mails) => {
      sent.push(...mails)
      const outcomes = mails.map((mail) => ({
        kind: 'accepted' as const,
        providerMessageId: `pm-${mail.metadata.sendid}`,
      }))
      return Promise.resolve(outcome ?? { kind: 'answered', outcomes })
    },
    findByAttempt: () => Promise.resolve([]),
  }
}

/** Templates that know `{{ field }}` and nothing else. */
export function fakeTemplates(): Templates {
  return {
    check: (template, fields) =>
      (['subject', 'body'] as const).flatMap((field) =>
        fieldsIn(template[field])
          .filter((name) => !fields.includes(name))
          .map((name) => ({ field, sentence: `No column is called ${name}.` })),
      ),
    compile: ({ subject, body }) => Promise.resolve({ subject, html: `<p>${body}</p>`, text: body }),
    prepare:
      ({ subject, html, text }) =>
      (values) => {
        const fields = fieldsIn(subject + text).filter((name) => values[name] === undefined)
        if (fields.length > 0) return { kind: 'missing', fields }
        return {
          kind: 'rendered',
          subject: fill(subject, values),
          html: [fill(html, values)],
          text: [fill(text, values)],
        }
      },
  }
}

function fieldsIn(text: string): string[] {
  return [...text.matchAll(/\{\{ (\w+) \}\}/g)].map((match) => String(match[1]))
}

function fill(text: string, values: MergeValues): string {
  return text.replaceAll(/\{\{ (\w+) \}\}/g, (_, name: string) => values[name] ?? '')
}

/** Links that anybody can read. */
export const plainLinks: Links = {
  unsubscribe: (messageId) => `https://baton.example/u/${messageId}`,
  readUnsubscribe: (token) => token,
}

/** A clock that stands still. */
export function clockAt(iso: string): Clock {
  return { now: () => new Date(iso) }
}
