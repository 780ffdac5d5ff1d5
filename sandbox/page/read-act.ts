import { PageError } from './http.ts'
import { isObject, stringAt } from '../slack/json.ts'
import type { Act, ActKind, ActRequest } from './acts.ts'
import type { JsonObject } from '../slack/json.ts'

type Check = (value: unknown) => boolean

const isText: Check = (value) => typeof value === 'string'
const isTextOrNull: Check = (value) => value === null || isText(value)
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText)
const isNumber: Check = (value) => typeof value === 'number'
const isMessage: Check = (value) => isObject(value) && isText(value['channel']) && isText(value['ts'])
const isWhere: Check = (value) => value === 'modal' || value === 'home' || isMessage(value)
const isOption: Check = (value) => isTextOrNull(value) || isTexts(value)
const isFile: Check = (value) =>
  isObject(value) && [value['name'], value['mimetype'], value['base64']].every(isText)
const isFiles: Check = (value) => Array.isArray(value) && value.every(isFile)
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(String(value))

const field = { actionId: isText, blockId: isText }

const shapes: Record<ActKind, Record<string, Check>> = {
  slash: { channel: isText, line: isText },
  say: { channel: isText, text: isText, threadTs: isTextOrNull, files: isFiles },
  click: { ...field, where: isWhere, option: isTextOrNull },
  confirm: {},
  'dismiss-confirm': {},
  choose: { ...field, where: isWhere, option: isOption },
  fill: { ...field, where: isWhere, value: isText },
  upload: { ...field, files: isFiles },
  'remove-file': { ...field, file: isText },
  suggest: { ...field, where: isWhere, query: isText },
  submit: {},
  close: { what: oneOf('top', 'all') },
  'global-shortcut': { name: isText },
  'message-shortcut': { name: isText, message: isMessage },
  'open-home': { tab: oneOf('home', 'messages') },
  react: { name: isText, message: isMessage },
  unreact: { name: isText, message: isMessage },
  remove: { message: isMessage },
  'follow-link': { where: isWhere, text: isText },
  read: { channel: isText },
  join: { channel: isText },
  'dismiss-ephemeral': { message: isMessage },
  'dismiss-notice': { id: isNumber },
}

/** Reads the body of POST /api/act. @throws PageError 400 naming what is wrong. */
export function readActRequest(body: JsonObject): ActRequest {
  const { act } = body
  const as = stringAt(body, 'as')
  if (as === '' || !isObject(act)) throw new PageError(400, 'An act needs `as` and `act`.')
  if (!isAct(act)) throw new PageError(400, `This is not an act: ${JSON.stringify(act).slice(0, 200)}`)
  return { as, act }
}

function isAct(act: JsonObject): act is Act & JsonObject {
  const shape = Object.entries(shapes).find(([kind]) => kind === act['kind'])?.[1]
  return shape !== undefined && Object.entries(shape).every(([name, check]) => check(act[name]))
}
