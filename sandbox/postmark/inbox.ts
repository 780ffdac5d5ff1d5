import { answerTo, awayFrom } from './answer-mail.ts'
import { bounceMail, complainAbout } from './bounce-events.ts'
import { receive } from './inbound-mail.ts'
import { leave } from './leave.ts'
import { mailById, recipientsOf } from './mail-index.ts'
import { linksOf } from './links.ts'
import { mailSummary, mailView } from './mail-view.ts'
import { clickLink, openMail } from './read-events.ts'
import type { StoredMail } from './records.ts'
import type { Inbox } from './types.ts'
import type { World } from './world.ts'

/** No mail was accepted under this id. */
export class UnknownMailError extends Error {}

const readerOf = (how: { readonly machine?: boolean } | undefined) =>
  how?.machine === true ? 'machine' : 'person'

/** Up to `limit` of the newest that fit. */
const newest = <T>(items: readonly T[], limit: number, fits: (item: T) => boolean): T[] => {
  const found: T[] = []
  for (let at = items.length - 1; at >= 0 && found.length < limit; at -= 1) {
    const item = items[at]
    if (item !== undefined && fits(item)) found.push(item)
  }
  return found
}

const defaultLimit = 100

/** What people can do with the mails of this server. */
export const createInbox = (world: World): Inbox => {
  const mailOf = (id: string): StoredMail => {
    const mail = mailById(world, id)
    if (mail === undefined) throw new UnknownMailError(`There is no mail ${id}.`)
    return mail
  }
  return {
    list: ({ to, limit = defaultLimit } = {}) =>
      newest(
        world.activity.mails,
        limit,
        (mail) => !mail.removed && (to === undefined || recipientsOf(mail).includes(to.toLowerCase())),
      ).map(mailSummary),
    mail: (id) => mailView(world, mailOf(id)),
    links: (id) => linksOf(world, mailOf(id)).map(({ url, text, tracked }) => ({ url, text, tracked })),
    sent: ({ from, limit = defaultLimit } = {}) =>
      newest(
        world.activity.inbound,
        limit,
        (mail) => from === undefined || mail.from.toLowerCase() === from.toLowerCase(),
      ),
    open: (id, how) => openMail(world, mailOf(id), readerOf(how)),
    click: (id, url, how) => clickLink(world, mailOf(id), { url, reader: readerOf(how) }),
    reply: (id, answer) => receive(world, answerTo(world, mailOf(id), answer)),
    outOfOffice: (id, answer = {}) => receive(world, awayFrom(world, mailOf(id), answer)),
    bounce: (id, kind) => bounceMail(world, mailOf(id), kind),
    complain: (id) => complainAbout(world, mailOf(id)),
    unsubscribe: async (id) => leave(world, mailOf(id)),
    sendNew: ({ from, to, subject, text, headers = [] }) =>
      receive(world, {
        from,
        to,
        subject,
        answer: text,
        quoted: '',
        references: [],
        inReplyTo: null,
        headers,
      }),
  }
}
