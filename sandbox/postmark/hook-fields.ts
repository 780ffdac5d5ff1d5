import type { Fields } from './fields.ts'
import { fieldsOf, listOf, textOf } from './fields.ts'
import { hookTarget, triggers } from './hook.ts'
import type { Hook, Trigger } from './hook.ts'

/** A webhook as the API shows it. */
export const hookRecord = (hook: Hook): Fields => ({
  ID: hook.id,
  Url: hook.url,
  MessageStream: hook.stream,
  HttpAuth: hook.httpAuth,
  HttpHeaders: hook.httpHeaders,
  Triggers: {
    Open: { Enabled: hook.enabled.has('Open'), PostFirstOpenOnly: hook.firstOpenOnly },
    Click: { Enabled: hook.enabled.has('Click') },
    Delivery: { Enabled: hook.enabled.has('Delivery') },
    Bounce: { Enabled: hook.enabled.has('Bounce'), IncludeContent: hook.includeContent.has('Bounce') },
    SpamComplaint: {
      Enabled: hook.enabled.has('SpamComplaint'),
      IncludeContent: hook.includeContent.has('SpamComplaint'),
    },
    SubscriptionChange: { Enabled: hook.enabled.has('SubscriptionChange') },
  },
  Status: hook.verified ? 'verified' : 'unverified',
})

const withFlag = (fields: Fields, flag: string, before: ReadonlySet<Trigger>): ReadonlySet<Trigger> =>
  new Set(
    triggers.filter((trigger) => {
      const value = fieldsOf(fields[trigger])[flag]
      return typeof value === 'boolean' ? value : before.has(trigger)
    }),
  )

const authIn = (value: unknown): Hook['httpAuth'] => {
  const { Username, Password } = fieldsOf(value)
  return typeof Username === 'string' && Username !== '' ? { Username, Password: textOf(Password) } : null
}

const headersIn = (value: unknown): Hook['httpHeaders'] =>
  listOf(value).map(({ Name, Value }) => ({ Name: textOf(Name), Value: textOf(Value) }))

/** A webhook with nothing switched on, for `hookFrom` to build on. */
export const blankHook = (id: number, stream: string): Omit<Hook, 'target'> => ({
  id,
  stream,
  url: '',
  httpAuth: null,
  httpHeaders: [],
  enabled: new Set(),
  firstOpenOnly: false,
  includeContent: new Set(),
  verified: false,
  connected: false,
})

/** The webhook that a request describes, over what it was before; throws a TypeError for a bad URL. */
export const hookFrom = (body: Fields, before: Omit<Hook, 'target'>): Hook => {
  const url = textOf(body['Url'], before.url)
  const httpAuth = body['HttpAuth'] === undefined ? before.httpAuth : authIn(body['HttpAuth'])
  const httpHeaders = body['HttpHeaders'] === undefined ? before.httpHeaders : headersIn(body['HttpHeaders'])
  const asked = fieldsOf(body['Triggers'])
  const firstOpenOnly = fieldsOf(asked['Open'])['PostFirstOpenOnly']
  return {
    ...before,
    url,
    httpAuth,
    httpHeaders,
    target: hookTarget(url, httpAuth, httpHeaders),
    enabled: withFlag(asked, 'Enabled', before.enabled),
    firstOpenOnly: typeof firstOpenOnly === 'boolean' ? firstOpenOnly : before.firstOpenOnly,
    includeContent: withFlag(asked, 'IncludeContent', before.includeContent),
    verified: false,
    connected: false,
  }
}
