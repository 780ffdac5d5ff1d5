import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { postmarkToken, senderDomain } from './environment.ts'
import type { Undo } from './undo.ts'

/**
 * Starts the Postmark stand-in as a process of its own, without bodies and deliveries; it answers at once, or after
 * `answersAfterMs`. Returns its address.
 */
export async function startPostmarkProcess(
  undo: Undo,
  { answersAfterMs = 0 }: { answersAfterMs?: number } = {},
): Promise<string> {
  const flags = ['--server-token', postmarkToken, '--domains', senderDomain, '--no-bodies', '--no-delivery']
  if (answersAfterMs > 0) flags.push('--answer-latency-ms', String(answersAfterMs))
  const child = spawn(process.execPath, ['sandbox/postmark/serve.ts', ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  undo.push(async () => {
    process.off('exit', kill)
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  })
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once('line', resolve),
  )
  const started: unknown = JSON.parse(line)
  if (typeof started === 'object' && started !== null && 'url' in started) return String(started.url)
  throw new Error('The Postmark stand-in did not say where it listens')
}
