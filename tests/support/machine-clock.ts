import { jest } from '@jest/globals'

/** The machine's clock says this from now on and stands still; nothing else that measures time is touched. */
export function setMachineClock(to: Date): void {
  jest.useFakeTimers({
    now: to,
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  })
}

/** The machine's own clock again. */
export function restoreMachineClock(): void {
  jest.useRealTimers()
}
