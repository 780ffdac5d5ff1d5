import { anyChannel } from './admin.ts'
import { channelNamed } from './channels.ts'
import { clientOf } from './client.ts'
import type { SocketHub } from './delivery-socket.ts'
import { messagesFor, readsAs } from './human/places.ts'
import type { Message } from './messages.ts'
import { messageView, modalLayer } from './snapshot.ts'
import type { MessageView, ModalLayer } from './snapshot-types.ts'
import type { MessageQuery, SlackStandIn } from './types.ts'
import type { World } from './world.ts'

type Waiting = Pick<
  SlackStandIn,
  'waitFor' | 'waitForMessage' | 'waitForApiCall' | 'waitForModal' | 'waitForDelivery' | 'waitForSocket'
>

/** The conditions a test or demo waits for; each looks again after every change. */
export function makeWaiting(world: World, hub: SocketHub): Waiting {
  const { waitFor } = world.changes
  return {
    waitFor: async (what, probe, { timeoutMs } = {}) => waitFor(what, probe, timeoutMs),
    waitForMessage: async (query, { timeoutMs } = {}) =>
      waitFor(`a message ${describe(query)}`, () => findMessage(world, query), timeoutMs),
    waitForModal: async ({ user, title }, { timeoutMs } = {}) =>
      waitFor(
        `a modal ${title === undefined ? '' : String(title)} of ${user}`,
        () => findModal(world, user, title),
        timeoutMs,
      ),
    waitForApiCall: async ({ method, after = 0, where = () => true }, { timeoutMs } = {}) =>
      waitFor(
        `a call of ${method}`,
        () =>
          world.journal
            .since(after)
            .filter((entry) => entry.kind === 'api')
            .find((call) => call.method === method && where(call)),
        timeoutMs,
      ),
    waitForDelivery: async ({ of, after = 0, where = () => true }, { timeoutMs } = {}) =>
      waitFor(
        `a delivery ${of ?? ''}`,
        () =>
          world.journal
            .since(after)
            .filter((entry) => entry.kind === 'delivery')
            .find((delivery) => (of === undefined || delivery.of === of) && where(delivery)),
        timeoutMs,
      ),
    waitForSocket: async ({ timeoutMs } = {}) => {
      await waitFor('a Socket Mode connection', () => hub.connections() > 0, timeoutMs)
    },
  }
}

const describe = ({ channel, text, threadTs }: MessageQuery): string =>
  [`in ${channel}`, text === undefined ? '' : `with ${String(text)}`, threadTs ? `in thread ${threadTs}` : '']
    .filter(Boolean)
    .join(' ')

/** The newest message that fits. */
function findMessage(world: World, query: MessageQuery): MessageView | undefined {
  const { as: userId } = query
  const channel =
    userId === undefined ? anyChannel(world, query.channel) : channelNamed(world, userId, query.channel)
  const messages = userId === undefined ? [...channel.messages.values()] : messagesFor(world, channel, userId)
  const message = messages.findLast((each) => fits(each, query))
  return message && structuredClone(messageView(world, channel, { message, userId: userId ?? '' }))
}

function fits(message: Message, { text, threadTs }: MessageQuery): boolean {
  if (threadTs !== undefined && message.threadTs !== threadTs) return false
  return matches(readsAs(message), text)
}

function matches(words: string, wanted: string | RegExp | undefined): boolean {
  if (wanted === undefined) return true
  return typeof wanted === 'string' ? words.includes(wanted) : wanted.test(words)
}

function findModal(world: World, user: string, title: string | RegExp | undefined): ModalLayer | undefined {
  const view = clientOf(world, user).stack.at(-1)
  if (!view) return undefined
  const layer = modalLayer(world, view)
  const fitting = typeof title === 'string' ? layer.title === title : matches(layer.title, title)
  return fitting ? structuredClone(layer) : undefined
}
