/** What the provider has on record for an attempt: a mail that a search there shows. */
export type FoundMail = { sendid: string; providerMessageId: string }

/** The provider could not be asked about a call, or what it answered does not add up. Nothing is wrong with our own database. */
export class SearchFailed extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'SearchFailed'
  }
}

/** What a `SearchFailed` says of mails of which it cannot be told which one the provider has. */
export const severalUnderOne = 'The email provider shows several mails under one id.'

/** What a search answers. Throws a `SearchFailed` for whatever keeps it from answering. */
export async function searched(search: () => Promise<FoundMail[]>): Promise<FoundMail[]> {
  try {
    return await search()
  } catch (error) {
    throw new SearchFailed(`The email provider could not be asked: ${String(error)}`, { cause: error })
  }
}

/** The stream that the mails of a call went out on. */
export const streamOf = (purpose: 'sequence' | 'conversation' | 'test'): 'broadcast' | 'transactional' =>
  purpose === 'sequence' ? 'broadcast' : 'transactional'

/** What a search tells of the mails of a call, by our ids. */
export type Traces = {
  /** The provider's id of each mail that it has. */
  ids: ReadonlyMap<string, string>
  /** Mails under an id that is another's too: only one of those could have it, so none of them is settled by that. */
  shared: ReadonlySet<string>
}

/** What follows from the mails that a search shows, where these ids of the provider belong to mails of other calls. */
export function tracesOf(mails: readonly FoundMail[], elsewhere: ReadonlySet<string> = new Set()): Traces {
  const owners = new Map(mails.map(({ providerMessageId, sendid }) => [providerMessageId, sendid]))
  const several = new Set(
    mails.flatMap(({ providerMessageId: id, sendid }) => (owners.get(id) === sendid ? [] : id)),
  )
  const isShared = (id: string) => several.has(id) || elsewhere.has(id)
  const [ids, shared] = [new Map<string, string>(), new Set<string>()]
  for (const { sendid, providerMessageId } of mails) {
    if (isShared(providerMessageId)) shared.add(sendid)
    else ids.set(sendid, providerMessageId)
  }
  for (const id of shared) ids.delete(id)
  return { ids, shared }
}
