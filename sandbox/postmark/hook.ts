/** The kinds of event a webhook may ask for. */
export const triggers = [
  'Open',
  'Click',
  'Delivery',
  'Bounce',
  'SpamComplaint',
  'SubscriptionChange',
] as const
export type Trigger = (typeof triggers)[number]

/** Where and how to post. */
export type HookTarget = {
  readonly url: URL
  readonly auth: string | null
  readonly headers: Readonly<Record<string, string>>
}

/** A webhook of one stream, as configured. */
export type Hook = {
  readonly id: number
  readonly stream: string
  readonly target: HookTarget
  readonly url: string
  readonly httpAuth: { readonly Username: string; readonly Password: string } | null
  readonly httpHeaders: readonly { readonly Name: string; readonly Value: string }[]
  readonly enabled: ReadonlySet<Trigger>
  readonly firstOpenOnly: boolean
  /** Kinds whose payload carries the raw mail. */
  readonly includeContent: ReadonlySet<Trigger>
  readonly verified: boolean
  /** Made by `connect`, which replaces it the next time. */
  readonly connected: boolean
}

/** Splits userinfo off a URL: it becomes the Basic authorisation. */
export const hookTarget = (
  address: string,
  httpAuth: Hook['httpAuth'] = null,
  headers: Hook['httpHeaders'] = [],
): HookTarget => {
  const url = new URL(address)
  const fromUrl =
    url.username === ''
      ? null
      : { Username: decodeURIComponent(url.username), Password: decodeURIComponent(url.password) }
  const chosen = httpAuth ?? fromUrl
  url.username = ''
  url.password = ''
  return {
    url,
    auth:
      chosen === null
        ? null
        : `Basic ${Buffer.from(`${chosen.Username}:${chosen.Password}`).toString('base64')}`,
    headers: Object.fromEntries(headers.map(({ Name, Value }) => [Name, Value])),
  }
}
