import type { WebClient } from '@slack/web-api'
import type { FileOutcome, MessageRef, UploadedFile } from '../ports/chat.ts'

/** How long reading one file may take, in milliseconds. */
const patience = 60_000

/**
 * Reads what somebody uploaded, stopping at `limitBytes`. Slack answers a token without `files:read` not with an error but
 * with status 200 and its login page or a redirect to it, so neither is ever taken for a file.
 */
export async function readFile(
  client: WebClient,
  file: UploadedFile,
  limitBytes: number,
): Promise<FileOutcome> {
  if (file.size > limitBytes) return { kind: 'too-large' }
  if (!isSlackAddress(file.url, client.slackApiUrl)) {
    return {
      kind: 'unreadable',
      reason: 'it is kept outside Slack',
    }
  }
  const response = await fetch(file.url, {
    headers: { authorization: `Bearer ${client.token ?? ''}` },
    signal: AbortSignal.timeout(patience),
    // Whoever may have a file gets it from this address; a redirect leads to the login page, or to where no token belongs.
    redirect: 'manual',
  })
  const reason = refusalOf(response)
  if (reason === null) return readBody(response, limitBytes)
  await response.body?.cancel()
  return { kind: 'unreadable', reason }
}

/** Why an answer holds no file; null when it may hold one. Throws when Slack is only down for now. */
function refusalOf({ status, ok, headers }: Response): string | null {
  if (status >= 500 || status === 429) throw new Error(`Slack answered a file download with status ${status}`)
  if (status >= 300 && status < 400) return loginPageReason
  if (!ok) return goneReason
  return headers.get('content-type')?.includes('text/html') ? loginPageReason : null
}

const goneReason = 'Slack no longer has it'
const loginPageReason =
  'Slack does not let Baton read files. Whoever runs Baton has to install the app again with the files:read scope'

/** The token goes to Slack and to nobody else, whatever address a payload names. */
function isSlackAddress(url: string, apiUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin } = new URL(url)
  return origin === new URL(apiUrl).origin || (protocol === 'https:' && /(^|\.)slack\.com$/.test(hostname))
}

async function readBody(response: Response, limitBytes: number): Promise<FileOutcome> {
  const parts: Uint8Array[] = []
  let size = 0
  const body: AsyncIterable<Uint8Array> | null = response.body
  for await (const part of body ?? []) {
    size += part.byteLength
    // Leaving the loop cancels the download.
    if (size > limitBytes) return { kind: 'too-large' }
    parts.push(part)
  }
  const bytes = new Uint8Array(Buffer.concat(parts))
  return isWebPage(bytes) ? { kind: 'unreadable', reason: loginPageReason } : { kind: 'ok', bytes }
}

const isWebPage = (bytes: Uint8Array): boolean =>
  /^\uFEFF?\s*<(?:!doctype html|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))

/** Puts a file into a thread. */
export async function shareFile(
  client: WebClient,
  thread: MessageRef,
  file: { name: string; content: string; comment: string },
): Promise<void> {
  await client.filesUploadV2({
    channel_id: thread.channelId,
    thread_ts: thread.ts,
    filename: file.name,
    title: file.name,
    content: file.content,
    initial_comment: file.comment,
  })
}
