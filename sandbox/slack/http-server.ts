import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { answer } from './api/answer.ts'
import type { StoredFile } from './files.ts'
import { bearerToken, BodyTooLarge, readArguments, readBody, uploadedFile } from './http-body.ts'
import { isObject, parseJson } from './json.ts'
import { respond } from './responding.ts'
import type { World } from './world.ts'

const mostCallBytes = 4 * 1024 * 1024
const mostUploadBytes = 100 * 1024 * 1024

/** What Slack serves: the Web API, uploads, files and response URLs. Listening is the caller's business. */
export function slackServer(world: World): Server {
  return createServer((request, response) => {
    route(world, request, response).catch((error: unknown) => {
      const status = error instanceof BodyTooLarge ? 413 : 500
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      send(response, { status, type: 'text/plain', body: message })
    })
  })
}

type Handler = (world: World, request: IncomingMessage, response: ServerResponse) => Promise<void> | void

const routes: { [folder: string]: Handler } = {
  api: apiCall,
  upload: receiveUpload,
  response: responseUrl,
  'files-pri': privateFile,
  'page-files': pageFile,
}

async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const handler = routes[segments(request)[0] ?? '']
  if (handler) await handler(world, request, response)
  else send(response, { status: 404, type: 'text/plain', body: 'not found' })
}

const segments = (request: IncomingMessage): string[] =>
  new URL(request.url ?? '/', 'http://slack').pathname.split('/').slice(1).map(decodeURIComponent)

async function apiCall(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const args = readArguments(request, await readBody(request, mostCallBytes))
  const { token: inBody, ...rest } = args
  const token = bearerToken(request) || (typeof inBody === 'string' ? inBody : '')
  const given = answer(world, { method: segments(request)[1] ?? '', args: rest, token })
  if (given.dropped) {
    request.socket.destroy()
    return
  }
  const body = JSON.stringify(given.body)
  send(response, {
    status: given.httpStatus,
    type: 'application/json; charset=utf-8',
    body,
    headers: given.headers,
  })
}

async function receiveUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, , id = '', key = ''] = segments(request)
  const file = world.files.get(id)
  if (file?.pageKey !== key || file.completed) {
    send(response, { status: 404, type: 'text/plain', body: 'no such upload' })
    return
  }
  file.content = await uploadedFile(request, await readBody(request, mostUploadBytes))
  send(response, { status: 200, type: 'text/plain', body: `OK - ${file.content.byteLength}` })
}

async function responseUrl(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = parseJson((await readBody(request, mostCallBytes)).toString('utf8'))
  const given = respond(world, segments(request)[2] ?? '', isObject(body) ? body : {})
  send(response, { status: given.httpStatus, type: 'text/plain', body: given.body })
}

/** Without a good bot token Slack answers 200 with its login page, not an error. */
function privateFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const id = (segments(request)[1] ?? '').split('-')[1] ?? ''
  const file = world.files.get(id)
  const allowed = bearerToken(request) === world.secrets.botToken && world.manifest.scopes.has('files:read')
  if (!allowed) {
    const body = '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>'
    send(response, { status: 200, type: 'text/html; charset=utf-8', body })
  } else if (!file || file.deleted) {
    send(response, { status: 404, type: 'text/html; charset=utf-8', body: '<html>Not found</html>' })
  } else {
    sendFile(response, file)
  }
}

/** The workspace page's own links, which carry a secret instead of a token. */
function pageFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const [, id = '', key = ''] = segments(request)
  const file = world.files.get(id)
  if (file?.pageKey === key) sendFile(response, file)
  else send(response, { status: 404, type: 'text/plain', body: 'not found' })
}

function sendFile(response: ServerResponse, file: StoredFile): void {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`
  send(response, {
    status: 200,
    type: file.mimetype,
    body: Buffer.from(file.content),
    headers: { 'content-disposition': disposition, 'x-content-type-options': 'nosniff' },
  })
}

type Sending = {
  status: number
  type: string
  body: string | Buffer
  headers?: { [header: string]: string }
}

function send(response: ServerResponse, { status, type, body, headers = {} }: Sending): void {
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}
