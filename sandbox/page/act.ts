import type { Act, ActKind, ActResult, UploadedFile } from './acts.ts'
import type { Person, Upload } from '../slack/person-types.ts'

type Deeds = {
  [Kind in ActKind]: (person: Person, act: Act<Kind>) => Promise<ActResult> | ActResult
}

const done = { kind: 'acknowledged' } as const

const deeds: Deeds = {
  slash: (person, { channel, line }) => person.slash(channel, line),
  say: async (person, { channel, text, threadTs, files }) => {
    const options = { ...(threadTs === null ? {} : { threadTs }), files: files.map(toUpload) }
    return { kind: 'posted', ...(await person.say(channel, text, options)) }
  },
  click: (person, { where, actionId, blockId, option }) =>
    person.click({ where, actionId, blockId, ...(option === null ? {} : { option }) }),
  confirm: (person) => person.confirm(),
  'dismiss-confirm': (person) => quietly(() => person.dismissConfirm()),
  choose: (person, { where, option, ...field }) => person.choose({ where, option, field: ids(field) }),
  fill: (person, { where, value, ...field }) => person.fill(ids(field), value, where),
  upload: (person, { files, ...field }) => person.upload(ids(field), files.map(toUpload)),
  'remove-file': (person, { file, ...field }) => person.removeFile(ids(field), file),
  suggest: async (person, { where, query, ...field }) => ({
    kind: 'suggestions',
    suggestions: await person.suggest({ where, query, field: ids(field) }),
  }),
  submit: (person) => person.submit(),
  close: (person, { what }) => person.close(what),
  'global-shortcut': (person, { name }) => person.globalShortcut(name),
  'message-shortcut': (person, { name, message }) => person.messageShortcut(name, message),
  'open-home': (person, { tab }) => person.openHome(tab),
  react: (person, { name, message }) => eventually(person.react(name, message)),
  unreact: (person, { name, message }) => eventually(person.unreact(name, message)),
  remove: (person, { message }) => eventually(person.remove(message)),
  'follow-link': async (person, { where, text }) => ({
    kind: 'link',
    ...(await person.followLink(where, text)),
  }),
  read: (person, { channel }) => quietly(() => person.read(channel)),
  join: (person, { channel }) => eventually(person.join(channel)),
  'dismiss-ephemeral': (person, { message }) => quietly(() => person.dismissEphemeral(message)),
  'dismiss-notice': (person, { id }) => quietly(() => person.dismissNotice(id)),
}

/** Carries out one human act. @throws what the person's client throws: a sentence about what is not there. */
export async function carryOut<Kind extends ActKind>(person: Person, act: Act<Kind>): Promise<ActResult> {
  return deeds[act.kind](person, act)
}

function ids({ actionId, blockId }: { actionId: string; blockId: string }): {
  actionId: string
  blockId: string
} {
  return { actionId, blockId }
}

function toUpload({ name, mimetype, base64 }: UploadedFile): Upload {
  return { name, mimetype, content: Buffer.from(base64, 'base64') }
}

function quietly(deed: () => void): ActResult {
  deed()
  return done
}

async function eventually(deed: Promise<void>): Promise<ActResult> {
  await deed
  return done
}
