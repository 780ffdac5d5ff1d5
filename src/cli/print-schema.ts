import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { printedSchema } from '../graphql/printed-schema.ts'

const file = fileURLToPath(new URL('../../schema.graphql', import.meta.url))
await writeFile(file, printedSchema())
console.log(`Wrote ${file}`)
