import type { MessageWhere, Outcome, Suggestion, Where } from '../slack/person-types.ts'

/** A file as the page sends it to its server. */
export type UploadedFile = { name: string; mimetype: string; base64: string }

type Field = { actionId: string; blockId: string }
type BareKind = 'confirm' | 'dismiss-confirm' | 'submit'

/** What each kind of human act needs to be said. */
type ActFields = {
  slash: { channel: string; line: string }
  say: { channel: string; text: string; threadTs: string | null; files: UploadedFile[] }
  click: Field & { where: Where; option: string | null }
  choose: Field & { where: Where; option: string | string[] | null }
  fill: Field & { where: Where; value: string }
  upload: Field & { files: UploadedFile[] }
  'remove-file': Field & { file: string }
  suggest: Field & { where: Where; query: string }
  close: { what: 'top' | 'all' }
  'global-shortcut': { name: string }
  'message-shortcut': { name: string; message: MessageWhere }
  'open-home': { tab: 'home' | 'messages' }
  react: { name: string; message: MessageWhere }
  unreact: { name: string; message: MessageWhere }
  remove: { message: MessageWhere }
  'follow-link': { where: Where; text: string }
  read: { channel: string }
  join: { channel: string }
  'dismiss-ephemeral': { message: MessageWhere }
  'dismiss-notice': { id: number }
}

export type ActKind = keyof ActFields | BareKind

/** One thing a human does on the page; the server carries it out as that person of the workspace. */
export type Act<Kind extends ActKind = ActKind> = {
  [K in Kind]: { kind: K } & (K extends keyof ActFields ? ActFields[K] : unknown)
}[Kind]

/** What POST /api/act carries. */
export type ActRequest = { as: string; act: Act }

/** What became of an act. */
export type ActResult =
  | Outcome
  | { kind: 'posted'; ts: string; channel: string }
  | { kind: 'suggestions'; suggestions: Suggestion[] }
  | { kind: 'link'; url: string }
