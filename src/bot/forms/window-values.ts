import { clockFace } from '../../domain/plan-words.ts'
import type { SendWindow, Weekday } from '../../domain/plan.ts'
import { windowBlocks } from '../ids.ts'
import { chosenIn, elementIn, isIn, type State, tickedIn } from './state.ts'

/** What stands in the fields of a window. `own`: there is one. */
export type WindowValues = { own: boolean; days: string[]; from: string | null; to: string | null }

const usual = { days: ['1', '2', '3', '4', '5'], from: '09:00', to: '17:00' }

/** A window as a form shows it; where there is none, the usual one waits to be chosen. */
export function windowValues(window: SendWindow | null): WindowValues {
  if (window === null) return { own: false, ...usual }
  return {
    own: true,
    days: window.days.map(String),
    from: clockFace(window.from),
    to: clockFace(window.to),
  }
}

/** Reads them from a view. */
export function windowValuesIn(state: State): WindowValues {
  const own = chosenIn(state, windowBlocks.kind) === 'own'
  if (!isIn(state, windowBlocks.days)) return { own, ...usual }
  return {
    own,
    days: tickedIn(state, windowBlocks.days),
    from: elementIn(state, windowBlocks.from)?.selected_time ?? null,
    to: elementIn(state, windowBlocks.to)?.selected_time ?? null,
  }
}

/** The window that was filled in, right or wrong. Midnight as the end is the end of the day. */
export function windowOf({ own, days, from, to }: WindowValues): SendWindow | null {
  if (!own) return null
  const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
  return {
    days: weekdays.filter((day) => days.includes(String(day))),
    from: from ?? '',
    to: to === '00:00' ? '24:00' : (to ?? ''),
  }
}

/** Which of its fields a problem with a window belongs to. */
export function windowBlockFor({ own, days, from, to }: WindowValues): string {
  if (!own) return windowBlocks.kind
  const times = from === null || to === null || from >= (to === '00:00' ? '24:00' : to)
  return days.length > 0 && times ? windowBlocks.to : windowBlocks.days
}
