import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'

type SourceFile = { path: string; lines: number; code: string }

/** Every TypeScript file of a folder that people write, with its comments taken out of `code`. */
function sourcesIn(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('db/generated/'))
    .map((file) => {
      const text = readFileSync(`${folder}/${file}`, 'utf8')
      return {
        path: `${folder}/${file}`,
        lines: text.trimEnd().split('\n').length,
        code: withoutComments(text),
      }
    })
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/(^|\s)\/\/ .*$/gm, '$1')
}

const product = sourcesIn('src')
const code = [...product, ...sourcesIn('sandbox'), ...sourcesIn('bench')]
const tests = sourcesIn('tests')

/** The number of lines that a part of the files does not exceed. */
function quantile(files: readonly SourceFile[], part: number): number {
  const sorted = files.map(({ lines }) => lines).toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Infinity
}

/** `path: what was found` for everything that a pattern finds. */
function findings(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, code: text }) =>
    [...text.matchAll(pattern)].map(([found]) => `${path}: ${found.trim()}`),
  )
}

const within = (files: readonly SourceFile[], place: RegExp) => files.filter(({ path }) => place.test(path))
const outside = (files: readonly SourceFile[], place: RegExp) => files.filter(({ path }) => !place.test(path))

describe('files', () => {
  it('are small: half of them up to 50 lines, nine of ten up to 150', () => {
    expect(code.length).toBeGreaterThan(400)
    expect(quantile(code, 0.5)).toBeLessThanOrEqual(50)
    expect(quantile(code, 0.9)).toBeLessThanOrEqual(150)
  })

  it('are never longer than 250 lines, tests included', () => {
    const long = [...code, ...tests].filter(({ lines }) => lines > 250)
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })
})

describe('types and checks', () => {
  it('are never switched off', () => {
    const files = [...code, ...tests]
    expect(findings(files, /(?::|<|\||&|\bas)\s*any\b(?! *\()|\bany\[\]/g)).toEqual([])
    const texts = files.map(({ path }) => ({ path, lines: 0, code: readFileSync(path, 'utf8') }))
    const switches = /@ts-(?:ignore|nocheck|expect-error)|(?:oxlint|eslint)-disable|prettier-ignore/g
    expect(findings(outside(texts, /contracts\/budgets\.test\.ts$/), switches)).toEqual([])
  })
})

describe('the clock, chance and the environment', () => {
  it('are given to rules and operations, never taken', () => {
    const inner = within(product, /^src\/(?:domain|operations)\//)
    expect(inner.length).toBeGreaterThan(50)
    expect(findings(inner, /new Date\(\)|Date\.now\(\)|performance\.now\(\)|process\.env/g)).toEqual([])
    expect(findings(within(product, /^src\/domain\//), /Math\.random|randomUUID|randomBytes/g)).toEqual([])
  })

  it('come in at one place: the environment is read by src/main.ts and by commands', () => {
    expect(findings(outside(product, /^src\/(?:main\.ts$|cli\/)/), /process\.env/g)).toEqual([])
  })
})

describe('doors', () => {
  it('leave the database to operations, except that GraphQL reads', () => {
    expect(findings(within(product, /^src\/(?:bot|jobs|http)\//), /from '[^']*\/db\/[^']*'/g)).toEqual([])
    const graphql = within(product, /^src\/graphql\//)
    expect(graphql.length).toBeGreaterThan(10)
    expect(
      findings(
        graphql,
        /\.(?:create|update|upsert|delete)(?:Many\w*)?\(|\$(?:execute|query)Raw|\$transaction/g,
      ),
    ).toEqual([])
  })
})
