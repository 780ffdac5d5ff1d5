import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { z } from 'zod'
import { jobs } from '../../src/ports/jobs.ts'

const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'templates/README.md'].concat(
  readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
)

const read = (file: string) => readFileSync(file, 'utf8')
const architecture = read('ARCHITECTURE.md')
const readme = read('README.md')

/** The part of ARCHITECTURE.md under a heading. */
function part(heading: string): string {
  const [, found] = architecture.split(`\n## ${heading}\n`)
  if (found === undefined) throw new Error(`ARCHITECTURE.md has no part called ${heading}`)
  return found.split('\n## ')[0] ?? ''
}

/** Everything that a pattern's first group finds. */
const all = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '')

describe('ARCHITECTURE.md', () => {
  it('tells the walks that tests/walks has, by the same names', () => {
    const titles = all(part('Walks'), /^### (.+)$/gm)
    const files = readdirSync('tests/walks').filter((file) => file.endsWith('.test.ts'))
    const told = titles.map((title) => `${title.toLowerCase().replaceAll(' ', '-')}.test.ts`)
    expect(told.toSorted()).toEqual(files.toSorted())
  })

  it('draws a map of places that exist, with every folder of src on it', () => {
    const places = all(part('Map'), /^(\S+)  /gm)
    expect(places.filter((place) => !existsSync(place))).toEqual([])
    const folders = readdirSync('src', { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `src/${name}/`)
    expect(folders.filter((folder) => !places.includes(folder))).toEqual([])
  })

  it('names only jobs that there are', () => {
    const named = all(part('Walks'), /▷ ((?:`\w+`(?:,| or)? ?)+)/g).flatMap((list) => all(list, /`(\w+)`/g))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !Object.hasOwn(jobs, name))).toEqual([])
  })
})

describe('README.md', () => {
  it('lists exactly the scripts of package.json', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')))
    const listed = all(readme, /^\| `npm (?:run )?([\w:]+)` \|/gm)
    expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted())
  })
})

describe('the documents', () => {
  it('link to files that exist', () => {
    const broken = documents.flatMap((document) =>
      all(read(document), /\]\((?!https?:)([^)#\s]+)/g)
        .filter((target) => !existsSync(join(dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    )
    expect(broken).toEqual([])
  })

  it('name files and folders that exist', () => {
    const place = /`((?:src|tests|sandbox|bench|prisma|templates|samples|docs)\/[\w./-]+)`/g
    const named = documents.flatMap((document) =>
      all(read(document), place).map((path) => ({ document, path })),
    )
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ path }) => !existsSync(path))).toEqual([])
  })

  it.each([
    ['README.md', 120],
    ['ARCHITECTURE.md', 200],
    ['CONTRIBUTING.md', 150],
  ])('keep %s within %i lines', (file, most) => {
    expect(read(file).trimEnd().split('\n').length).toBeLessThanOrEqual(most)
  })

  it('number the decisions without gaps', () => {
    const records = readdirSync('docs/decisions').toSorted()
    expect(records.map((file) => Number(file.slice(0, 4)))).toEqual(records.map((_, index) => index + 1))
    for (const [index, file] of records.entries()) {
      expect(read(`docs/decisions/${file}`)).toMatch(
        new RegExp(
          `^# ${index + 1}\\. [^\\n]+\\n[^]*\\*\\*Context\\.[^]*\\*\\*Decision\\.[^]*\\*\\*Consequences\\.`,
        ),
      )
    }
  })
})
