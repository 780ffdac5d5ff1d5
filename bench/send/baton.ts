import { sendDueMessages } from '../../src/operations/message/send-due.ts'
import type { Deps } from '../../src/operations/deps.ts'

/** Sends everything that is due with `lanes` of Baton's own send operation side by side. Returns mails per second. */
export async function batonSend(
  deps: Deps,
  { mails, lanes }: { mails: number; lanes: number },
): Promise<number> {
  const before = await sent(deps)
  const { signal } = new AbortController()
  const started = performance.now()
  const lane = (_: unknown, index: number) => sendDueMessages(deps, { lane: index + 1 }, signal)
  await Promise.all(Array.from({ length: lanes }, lane))
  const seconds = (performance.now() - started) / 1000
  const done = (await sent(deps)) - before
  if (done !== mails) throw new Error(`Baton was to send ${mails} mails and sent ${done}`)
  return mails / seconds
}

async function sent({ db }: Deps): Promise<number> {
  return db.message.count({ where: { state: 'sent' } })
}
