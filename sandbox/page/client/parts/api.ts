import type { Act, ActResult as Carried } from '../../acts.ts'

/** What became of an act. `trouble` is the page's own: the act could not be carried out at all. */
export type ActResult = Carried | { kind: 'trouble'; message: string }

/** Reads JSON from the page's server. @throws Error with the server's own sentence. */
export async function getJson<T>(url: string): Promise<T> {
  return readAnswer<T>(await fetch(url))
}

/** @throws Error with the server's own sentence. */
export async function postJson<T>(url: string, body: unknown): Promise<T> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return readAnswer<T>(answer)
}

async function readAnswer<T>(answer: Response): Promise<T> {
  // Both sides are ours and share their types, so the page takes its server at its word.
  const parse: (text: string) => T & { error?: string } = JSON.parse
  const body = parse(await answer.text())
  if (!answer.ok) throw new Error(body.error ?? `The page’s server answered ${answer.status}`)
  return body
}

/** Carries out one human act. Never rejects: what went wrong is an answer of its own. */
export async function sendAct(as: string, act: Act): Promise<ActResult> {
  try {
    return await postJson<ActResult>('/api/act', { as, act })
  } catch (error) {
    return { kind: 'trouble', message: error instanceof Error ? error.message : String(error) }
  }
}
