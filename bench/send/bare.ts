import { postmarkToken } from '../ground/environment.ts'

/**
 * The wire's limit: posts finished request bodies, each of `size` mails, as fast as `lanes` requests at a time allow.
 * Returns mails per second.
 */
export async function bareLoop(
  postmarkUrl: string,
  { bodies, size, calls, lanes }: { bodies: readonly string[]; size: number; calls: number; lanes: number },
): Promise<number> {
  let next = 0
  const lane = async () => {
    for (let call = next++; call < calls; call = next++) {
      await post(postmarkUrl, bodies[call % bodies.length] ?? '')
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return (calls * size * 1000) / (performance.now() - started)
}

async function post(postmarkUrl: string, body: string): Promise<void> {
  const response = await fetch(`${postmarkUrl}/email/batch`, {
    method: 'POST',
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Postmark-Server-Token': postmarkToken,
    },
    body,
  })
  const answer: unknown = await response.json()
  if (!response.ok || !Array.isArray(answer)) throw new Error(`The bare loop got ${response.status}`)
}
