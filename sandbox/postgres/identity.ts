import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** Under which user the server runs; empty means: as this process. */
export type Identity = { uid: number; gid: number } | { uid?: never; gid?: never }

/** PostgreSQL refuses to run as root, so where this process is root the server runs as `nobody`. */
export async function serverIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, 'nobody'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}
