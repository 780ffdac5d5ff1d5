/** What was started, to be stopped in mirrored order. */
export type Undo = { push: (step: () => unknown) => void; all: () => Promise<void> }

/** A list of things to stop; `all` stops each, the last first, whatever becomes of the others. */
export function undoList(): Undo {
  const steps: (() => unknown)[] = []
  return {
    push: (step) => {
      steps.push(step)
    },
    all: async () => {
      for (const step of steps.splice(0).toReversed()) {
        try {
          await step()
        } catch (error) {
          console.error('Something did not stop cleanly:', error)
        }
      }
    },
  }
}
