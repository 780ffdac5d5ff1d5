import { channelNamed } from './channels.ts'
import { clientOf } from './client.ts'
import { confirmDialog, dismissDialog } from './human/act.ts'
import { reads, removeOwn, join } from './human/looks.ts'
import type { Actor } from './human/actor.ts'
import { choose } from './human/choose.ts'
import { click } from './human/click.ts'
import { close } from './human/close.ts'
import { fill } from './human/fill.ts'
import { openHome } from './human/home.ts'
import { followLink } from './human/links.ts'
import { messageAt } from './human/places.ts'
import { say } from './human/say.ts'
import { globalShortcut, messageShortcut } from './human/shortcuts.ts'
import { slash } from './human/slash.ts'
import { submit } from './human/submit.ts'
import { suggest } from './human/suggest.ts'
import { removeFile, upload } from './human/upload.ts'
import type { ChooseRequest, Person, SuggestRequest, Upload } from './person-types.ts'
import { dropEphemeral } from './posting.ts'
import { addReaction, removeReaction } from './reacting.ts'
import { takeSnapshot } from './snapshot.ts'
import type { World } from './world.ts'

/** One human at one Slack client. @throws Error when there is no such user */
export function makePerson(world: World, userId: string): Person {
  clientOf(world, userId)
  const now = (): Actor => actorNow(world, userId)
  return {
    id: userId,
    snapshot: () => takeSnapshot(world, userId),
    ...talking(world, now),
    ...filling(now),
    ...looking(world, now),
  }
}

/** Asked again at each act, because a user may have been deactivated since. */
function actorNow(world: World, userId: string): Actor {
  const user = world.users.get(userId)
  if (!user || user.deleted) throw new Error(`${userId} is deactivated`)
  return { world, user }
}

type Now = () => Actor

const talking = (world: World, now: Now) =>
  ({
    slash: async (channel, line) => slash(now(), channel, line),
    say: async (channel, text, options = {}) => say(now(), { channel, text, ...options }),
    globalShortcut: async (name) => globalShortcut(now(), name),
    messageShortcut: async (name, where) => messageShortcut(now(), name, where),
    openHome: async (tab = 'home') => openHome(now(), tab),
    async react(name, where) {
      const actor = now()
      addReaction(world, messageAt(actor, where), { user: actor.user.id, name })
    },
    async unreact(name, where) {
      const actor = now()
      removeReaction(world, messageAt(actor, where), { user: actor.user.id, name })
    },
    remove: async (where) => removeOwn(now(), where),
    join: async (channel) => join(now(), channel),
  }) satisfies Partial<Person>

const filling = (now: Now) =>
  ({
    click: async (request) => click(now(), request),
    confirm: async () => confirmDialog(now()),
    dismissConfirm: () => dismissDialog(now()),
    choose: async (request: ChooseRequest | string, option: ChooseRequest['option'] = null) =>
      choose(now(), typeof request === 'string' ? { field: request, option } : request),
    fill: async (field, value, where = 'modal') => fill(now(), { field, value, where }),
    upload: async (field, files) => upload(now(), field, isList(files) ? files : [files]),
    removeFile: async (field, id) => removeFile(now(), field, id),
    suggest: async (request: SuggestRequest | string, query?: string) =>
      suggest(now(), typeof request === 'string' ? { field: request, query: query ?? '' } : request),
    submit: async () => submit(now()),
    close: async (what = 'top') => close(now(), what),
    followLink: async (where, text) => followLink(now(), where, text),
  }) satisfies Partial<Person>

const isList = (files: Upload | readonly Upload[]): files is readonly Upload[] => Array.isArray(files)

const looking = (world: World, now: Now) =>
  ({
    reads: (where) => reads(now(), where),
    read(channel) {
      const { user } = now()
      const { id } = channelNamed(world, user.id, channel)
      clientOf(world, user.id).lastRead.set(id, world.clock.nextTs())
      world.changes.changed()
    },
    dismissEphemeral(where) {
      const { channel, message } = messageAt(now(), where)
      dropEphemeral(world, channel, message)
    },
    dismissNotice(id) {
      const client = clientOf(world, now().user.id)
      client.notices = client.notices.filter((notice) => notice.id !== id)
      world.changes.changed()
    },
  }) satisfies Partial<Person>
