import { Gauge, type Registry } from 'prom-client'
import type { Deps } from '../operations/deps.ts'
import { type CheckedInvariant, lastCheck } from '../operations/ledger/last-check.ts'

/**
 * Puts what the last check of the ledger found among the metrics: every process tells the same, whichever ran the check.
 * While the database does not answer these are missing and the process' own metrics are still there.
 */
export function addLedgerGauges(registry: Registry, deps: Pick<Deps, 'db' | 'log'>): void {
  const gauge = (name: string, help: string, show: (gauge: Gauge, one: CheckedInvariant) => void) =>
    new Gauge({
      name,
      help,
      labelNames: ['invariant'],
      registers: [registry],
      async collect() {
        this.reset()
        for (const one of await found(deps)) show(this, one)
      },
    })
  gauge(
    'baton_ledger_violations',
    'Rows that broke an invariant of the ledger at the last check. Anything but 0 is a fault of Baton.',
    (violations, one) => violations.set({ invariant: one.name }, one.violations),
  )
  gauge(
    'baton_ledger_checked_timestamp_seconds',
    'When an invariant of the ledger was last checked. It is, once a minute.',
    (checked, one) => checked.set({ invariant: one.name }, one.checkedAt.getTime() / 1000),
  )
}

async function found(deps: Pick<Deps, 'db' | 'log'>): Promise<CheckedInvariant[]> {
  try {
    return await lastCheck(deps)
  } catch (error) {
    deps.log.warn({ error }, 'The metrics of the ledger could not be read')
    return []
  }
}
