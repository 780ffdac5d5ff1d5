import { type Ledger, type Row } from './ledger.ts'
import type { Taken } from './provider.ts'

/** Address → when it left for good, in the order of everything that happened. */
export type Departures = Map<string, number>

/** What broke an invariant, by its name, and how much happened in all. */
export type Verdict = { broken: Record<string, number>; mails: number; retried: number; needsHuman: number }

const ends = new Set<Row['state']>(['sent', 'rejected', 'skipped', 'needs_human'])
const givenUp = new Set<Row['state']>(['rejected', 'needs_human'])

/** Holds the ledger against what the provider took, when all is quiet: reliability of a campaign in five sentences. */
export function judge(ledger: Ledger, taken: readonly Taken[], departures: Departures): Verdict {
  const { people, suppressed, campaign } = ledger
  const rows = [...ledger.rows.values()]
  const copies = Map.groupBy(taken, ({ sendid }) => sendid)
  const copiesOf = ({ id }: Row) => copies.get(id)?.length ?? 0
  const rowsOf = (id: string) => rows.filter(({ person }) => person.id === id)
  const counts = {
    'sent, but never taken': rows.filter((row) => row.state === 'sent' && copiesOf(row) === 0).length,
    'taken twice': rows.filter((row) => copiesOf(row) > 1).length,
    'taken, but not sent': rows.filter((row) => row.state !== 'sent' && copiesOf(row) > 0).length,
    'taken after a departure that came before the claim': taken.filter(
      ({ sendid, claimed }) =>
        claimed > (departures.get(`${sendid.split('/')[0]}@people.example`) ?? Infinity),
    ).length,
    'not at an end': rows.filter(({ state }) => !ends.has(state)).length,
    'people who are still on their way': people.filter(
      ({ status }) => status === 'active' || status === 'paused',
    ).length,
    'people who are through without every mail': people.filter(
      ({ id, status }) =>
        status === 'completed' &&
        rowsOf(id).filter(({ state }) => state === 'sent').length < ledger.plan.steps.length,
    ).length,
    'people who were stopped for nothing': people.filter(
      ({ id, address, status }) =>
        status === 'stopped' &&
        !suppressed.has(address) &&
        campaign.status !== 'cancelled' &&
        !rowsOf(id).some(({ state }) => givenUp.has(state)),
    ).length,
  }
  return {
    broken: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
    mails: taken.length,
    retried: rows.filter(({ attempts }) => attempts > 1).length,
    needsHuman: rows.filter(({ state }) => state === 'needs_human').length,
  }
}
