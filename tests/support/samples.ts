import { readFileSync } from 'node:fs'
import { csvTables } from '../../src/adapters/csv-tables.ts'
import type { TableOutcome } from '../../src/ports/tables.ts'

/** The bytes of one of the project's sample files. */
export function sampleBytes(name: string): Uint8Array {
  return new Uint8Array(readFileSync(`samples/${name}`))
}

/** Text as a file of UTF-8. */
export function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

/** Reads bytes as a table, which they must be. */
export async function readTable(bytes: Uint8Array): Promise<Extract<TableOutcome, { kind: 'ok' }>> {
  const outcome = await csvTables().read(bytes)
  if (outcome.kind === 'problem') throw new Error(outcome.sentence)
  return outcome
}
