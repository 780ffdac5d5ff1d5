/** A mail that a search at the provider shows; the shape of ports/email's FoundMail. */
export type FoundMail = { sendid: string; providerMessageId: string }

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
