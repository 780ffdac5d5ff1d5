import { ConfigError } from '../config/config-error.ts'
import type { Baton } from './start.ts'
import { StartProblem } from './start-problem.ts'

const oldestNode = 24

/** Ends the process with a message for the operator instead of a stack. */
function giveUp(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/**
 * Runs Baton as this process until a signal says stop. What the operator can mend ends it with a sentence and status 1,
 * anything else throws.
 */
export async function runBaton(start: () => Promise<Baton>): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    giveUp(
      `Baton needs Node ${oldestNode}; this is ${process.version}. Start it with \`npm start\`, which brings its own.`,
    )
  }
  try {
    const baton = await start()
    let stopping = false
    const stop = () => {
      // A second signal means: now.
      if (stopping) process.exit(1)
      stopping = true
      baton.stop().then(
        () => process.exit(0),
        (error: unknown) => giveUp(`Baton did not stop cleanly: ${String(error)}`),
      )
    }
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
  } catch (error) {
    if (error instanceof ConfigError || error instanceof StartProblem) giveUp(error.message)
    throw error
  }
}
