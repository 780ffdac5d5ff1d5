import { parseArgs } from 'node:util'
import { undoList } from '../ground/undo.ts'
import { allOk, printRows } from '../report.ts'
import { killMatrix } from './matrix.ts'
import { simulateMany } from './simulation.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    mails: { type: 'string' },
    seed: { type: 'string' },
    simulate: { type: 'string' },
    naive: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

// Enough that there is work until the last kill.
const mailsPerKill = 200

function whole(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < least)
    throw new Error(`--${name} must be a whole number from ${least}.`)
  return value
}

const undo = undoList()
let ok = false
try {
  const kills = whole('kills', values.kills, 1)
  const mails = whole('mails', values.mails ?? String(Math.max(2_000, kills * mailsPerKill)), 1)
  const seed = whole('seed', values.seed ?? String(Math.floor(Math.random() * 1_000_000)), 0)
  const mode = values.naive ? 'naive' : 'ledger'
  if (!values.json && values.simulate === undefined)
    console.log(`Seed ${seed}, ${mode === 'naive' ? 'the naive sender, as a control' : 'the ledger'}\n`)
  const rows =
    values.simulate === undefined
      ? await killMatrix(undo, { kills, mails, seed, mode })
      : simulateMany({
          schedules: whole('simulate', values.simulate, 1),
          seed: values.seed === undefined ? 0 : seed,
        })
  printRows(rows, values.json ? 'json' : 'table')
  ok = allOk(rows)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
} finally {
  await undo.all()
}
process.exit(ok ? 0 : 1)
