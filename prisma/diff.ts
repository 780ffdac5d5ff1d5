import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg'
import { startPostgres } from '../sandbox/postgres/server.ts'

// Prints the SQL that leads from the committed schema.prisma to the one in the working tree: a first draft of the next
// migration. Partial indexes and checks are not in the schema file, so they are not in the draft either.
const schemaFile = 'prisma/schema.prisma'
const require = createRequire(import.meta.url)

/** Loads Prisma's own engine, which ships as WebAssembly; its JavaScript glue cannot import it without a flag. */
async function loadEngine(): Promise<typeof engine> {
  const bytes = await readFile(
    require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm'),
  )
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...engine } })
  const { exports } = instance
  const start = exports['__wbindgen_start']
  const setWasm: unknown = Reflect.get(engine, '__wbg_set_wasm')
  if (!isCallable(setWasm)) throw new Error('The engine has changed how it is loaded')
  setWasm(exports)
  if (isCallable(start)) start()
  return engine
}

function isCallable(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function'
}

const committed = (await promisify(execFile)('git', ['show', `HEAD:${schemaFile}`])).stdout
const current = await readFile(schemaFile, 'utf8')
const target = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: schemaFile, content }],
  configDir: '.',
})

const postgres = await startPostgres()
try {
  const { SchemaEngine } = await loadEngine()
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: postgres.url('postgres') }),
  )
  const schemaEngine = await SchemaEngine.new(
    { datamodels: [[schemaFile, current]] },
    () => undefined,
    adapter,
  )
  const { stdout } = await schemaEngine.diff({
    from: target(committed),
    to: target(current),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  process.stdout.write(stdout ?? '')
} finally {
  await postgres.stop()
}
