import { readFile } from 'node:fs/promises'
import { expect, it } from '@jest/globals'
import { printedSchema } from '../../src/graphql/printed-schema.ts'

it('schema.graphql is what the code serves (npm run schema:print writes it anew)', async () => {
  expect(await readFile('schema.graphql', 'utf8')).toBe(printedSchema())
})
