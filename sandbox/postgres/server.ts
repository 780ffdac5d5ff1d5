import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Identity, serverIdentity } from './identity.ts'
import { binaries } from './binaries.ts'
import { freePort } from './free-port.ts'

const run = promisify(execFile)
const user = 'baton'

/**
 * A real PostgreSQL server of this process' own. `url` takes a database's name; `restart` stops it, waits for what is done
 * meanwhile, and starts it with what it had; `stop` removes its files.
 */
export type EmbeddedServer = {
  url: (database: string) => string
  restart: (meanwhile: () => Promise<void>) => Promise<void>
  stop: () => Promise<void>
}

/**
 * Starts the PostgreSQL that comes inside an npm package, with an empty cluster in a directory of its own, on a free
 * loopback port. `settings` are server settings such as `fsync=off`. In its `own-group` Ctrl+C does not reach it: whoever
 * started it must stop it. Some 1.5 seconds.
 */
export async function startPostgres(
  settings: readonly string[] = [],
  group: 'own-group' | 'same-group' = 'same-group',
): Promise<EmbeddedServer> {
  const identity = await serverIdentity()
  const bin = await binaries(identity)
  const home = await mkdtemp(join(tmpdir(), 'baton-postgres-'))
  if (identity.uid !== undefined) await chown(home, identity.uid, identity.gid)
  const password = randomBytes(12).toString('hex')
  const data = join(home, 'data')
  await makeCluster({ initdb: bin.initdb, home, data, password, identity })
  const port = await freePort()
  const flags = [`listen_addresses=127.0.0.1`, `port=${port}`, `unix_socket_directories=`, ...settings]
  const start = () =>
    spawn(bin.postgres, ['-D', data, ...flags.flatMap((flag) => ['-c', flag])], {
      ...identity,
      cwd: home,
      detached: group === 'own-group',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  let server = start()
  // A crash of this process must not leave the server behind; SIGQUIT needs no waiting.
  const quit = () => server.kill('SIGQUIT')
  process.once('exit', quit)
  await untilReady(server)
  return {
    url: (database) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    restart: async (meanwhile) => {
      await ended(server)
      await meanwhile()
      server = start()
      await untilReady(server)
    },
    stop: async () => {
      process.off('exit', quit)
      await ended(server)
      await rm(home, { recursive: true, force: true })
    },
  }
}

type Cluster = { initdb: string; home: string; data: string; password: string; identity: Identity }

async function makeCluster({ initdb, home, data, password, identity }: Cluster): Promise<void> {
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, password)
  if (identity.uid !== undefined) await chown(passwordFile, identity.uid, identity.gid)
  const flags = [
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  await run(initdb, ['-D', data, '-U', user, ...flags], { ...identity, cwd: home })
  await rm(passwordFile)
}

async function untilReady(server: ChildProcess): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with status ${code}: ${output}`)))
    server.once('error', reject)
    server.stderr?.on('data', (chunk: Buffer) => {
      if (output.length < 20_000) output += chunk.toString()
      if (output.includes('database system is ready to accept connections')) resolve()
    })
  })
  server.removeAllListeners('exit')
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  await new Promise<void>((resolve) => {
    server.once('exit', () => resolve())
    // SIGINT is PostgreSQL's fast shutdown: it ends connections instead of waiting for them.
    server.kill('SIGINT')
  })
}
