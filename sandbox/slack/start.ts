import { once } from 'node:events'
import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import { makeAdmin } from './admin.ts'
import { postDue } from './api/chat-schedule.ts'
import { httpTransport } from './delivery-http.ts'
import { mostConnections, socketHub } from './delivery-socket.ts'
import type { SocketHub } from './delivery-socket.ts'
import { slackServer } from './http-server.ts'
import { newWorld } from './new-world.ts'
import { makePerson } from './person.ts'
import { takeSnapshot } from './snapshot.ts'
import type { AppConnection, Faults, SlackOptions, SlackStandIn } from './types.ts'
import { makeWaiting } from './waiting.ts'
import type { World } from './world.ts'

const scheduleTickMs = 500

/**
 * Starts a Slack workspace on 127.0.0.1 with one app installed.
 * @throws Error when the manifest or the workspace is not one that Slack could have, or the port is taken
 */
export async function startSlack(options: SlackOptions): Promise<SlackStandIn> {
  const world = newWorld(options)
  const hub = socketHub(world.app.app_id, world.changes.changed)
  const server = slackServer(world)
  serveSockets(server, hub)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  world.baseUrl = `http://127.0.0.1:${port}`
  const ticker = setInterval(() => postDue(world), scheduleTickMs)
  ticker.unref()
  return {
    apiUrl: `${world.baseUrl}/api/`,
    botToken: world.secrets.botToken,
    appToken: world.secrets.appToken,
    signingSecret: world.secrets.signingSecret,
    team: world.team,
    connectApp: (connection) => connectApp(world, hub, connection),
    person: (userId) => makePerson(world, userId),
    snapshot: (userId) => takeSnapshot(world, userId),
    onChange: world.changes.onChange,
    journal: world.journal,
    faults: faultsOf(world, hub),
    admin: makeAdmin(world),
    ...makeWaiting(world, hub),
    async stop() {
      clearInterval(ticker)
      world.clock.stop()
      world.changes.stop()
      await hub.stop()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function connectApp(world: World, hub: SocketHub, connection: AppConnection): void {
  if (connection.transport === 'socket') {
    if (!world.manifest.socketMode) {
      throw new Error('The manifest does not turn Socket Mode on (settings.socket_mode_enabled)')
    }
    world.outlet.transport = hub
  } else {
    if (world.manifest.socketMode) {
      throw new Error('The manifest turns Socket Mode on: Slack then sends nothing over HTTP')
    }
    world.outlet.transport = httpTransport(connection.requestUrl, world.secrets.signingSecret)
  }
}

/** An eleventh connection is told that there are too many, and closed. */
function serveSockets(server: Server, hub: SocketHub): void {
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (!(request.url ?? '').startsWith('/link/')) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      if (hub.connections() < mostConnections) {
        hub.accept(accepted)
      } else {
        accepted.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }))
        accepted.close()
      }
    })
  })
}

const faultsOf = ({ faults }: World, hub: SocketHub): Faults => ({
  add: faults.add,
  lateAck: faults.lateAck,
  duplicateEvent: faults.duplicateEvent,
  dropAnswer: faults.dropAnswer,
  waiting: faults.waiting,
  takeBack: faults.takeBack,
  clear: faults.clear,
  disconnect: hub.disconnect,
  dropConnections: hub.dropConnections,
})
