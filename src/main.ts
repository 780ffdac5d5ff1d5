import { ConfigError } from './config/config-error.ts'
import { readConfig } from './config/config.ts'
import { startBaton } from './main/start.ts'
import { StartProblem } from './main/start-problem.ts'

const oldestNode = 24

/** Ends the process with a message for the operator instead of a stack. */
function giveUp(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  giveUp(
    `Baton needs Node ${oldestNode}; this is ${process.version}. Start it with \`npm start\`, which brings its own.`,
  )
}

try {
  const baton = await startBaton(readConfig(process.env))
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
