import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'

// `npm install` leaves builds for other platforms out of package-lock.json when the registry in use does not offer
// them, and then `npm ci` calls the file out of sync on every platform. This puts them back: by name and version, for
// their platform only. Run it after adding packages: node .ci/complete-lockfile.ts

const entrySchema = z.looseObject({
  dev: z.boolean().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
})
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) })

type Platform = { os: string[]; cpu: string[]; libc?: string[] }

const systems = ['darwin', 'linux', 'freebsd', 'android', 'openharmony', 'win32', 'sunos', 'aix'] as const
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64'] as const

/** For which platform a build is, read off its name: `@oxlint/binding-linux-x64-musl`. Null: not such a build. */
function platformOf(name: string): Platform | null {
  const parts = name.replace('windows', 'win32').split(/[/-]/)
  const os = systems.find((system) => parts.includes(system))
  const cpu = processors.find((processor) => parts.includes(processor))
  if (os === undefined || cpu === undefined) return null
  if (parts.some((part) => part.startsWith('musl'))) return { os: [os], cpu: [cpu], libc: ['musl'] }
  return {
    os: [os],
    cpu: [cpu],
    ...(parts.some((part) => part.startsWith('gnu')) ? { libc: ['glibc'] } : {}),
  }
}

const file = 'package-lock.json'
const lock = lockSchema.parse(JSON.parse(await readFile(file, 'utf8')))
let added = 0
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`
    const platform = platformOf(name)
    // A range would leave the version open; builds are always named by an exact one.
    if (path in lock.packages || platform === null || !/^\d/.test(version)) continue
    lock.packages[path] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} platform builds added to ${file}\n`)
