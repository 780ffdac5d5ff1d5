import { parseArgs } from 'node:util'
import { undoList, type Undo } from './ground/undo.ts'
import { benchMemory } from './memory/run.ts'
import { benchPlans } from './plans/run.ts'
import { allOk, printRows, type Row } from './report.ts'
import { benchLaunch } from './launch/run.ts'
import { benchResults } from './results/run.ts'
import { benchSend } from './send/run.ts'
import { benchWorkers } from './workers/run.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mails: { type: 'string', default: '60000' },
    rounds: { type: 'string', default: '5' },
    lanes: { type: 'string', default: '4' },
    contacts: { type: 'string', default: '100000' },
    rows: { type: 'string', default: '500000' },
    json: { type: 'boolean', default: false },
  },
})

const benches: Readonly<Record<string, (undo: Undo) => Promise<Row[]>>> = {
  send: (undo) => benchSend(undo, sizes()),
  memory: (undo) => benchMemory(undo, { mails: wholeNumber('mails'), lanes: wholeNumber('lanes') }),
  workers: (undo) => benchWorkers(undo, sizes()),
  plans: (undo) =>
    benchPlans(undo, {
      rows: wholeNumber('rows'),
      show: (text) => {
        if (!values.json) console.log(text)
      },
    }),
  results: (undo) => benchResults(undo, { mails: wholeNumber('mails') }),
  launch: (undo) => benchLaunch(undo, { contacts: wholeNumber('contacts') }),
}

const sizes = () => ({
  mails: wholeNumber('mails'),
  rounds: wholeNumber('rounds'),
  lanes: wholeNumber('lanes'),
})

function wholeNumber(name: 'mails' | 'rounds' | 'lanes' | 'contacts' | 'rows'): number {
  const value = Number(values[name])
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number from 1.`)
  return value
}

/** Runs what was asked for, or everything there is. */
async function run(): Promise<boolean> {
  const names = positionals.length > 0 ? positionals : Object.keys(benches)
  let ok = true
  for (const name of names) {
    const bench = benches[name]
    if (!bench)
      throw new Error(`There is no bench called ${name}. There is: ${Object.keys(benches).join(', ')}.`)
    const undo = undoList()
    try {
      const rows = await bench(undo)
      printRows(rows, values.json ? 'json' : 'table')
      ok &&= allOk(rows)
    } finally {
      await undo.all()
    }
  }
  return ok
}

try {
  process.exit((await run()) ? 0 : 1)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
