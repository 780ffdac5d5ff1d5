/**
 * Baton on a clock that can be moved ahead, for rehearsals: `npm run demo` starts it so. Whoever started it asks over the
 * process' channel; `npm start` knows nothing of this.
 */
import { readConfig } from '../config/config.ts'
import { isZone } from '../domain/local-time.ts'
import { runBaton } from '../main/run.ts'
import { startBaton } from '../main/start.ts'
import { answerRehearsal, type Rehearsal, refuseRehearsal } from './rehearsal.ts'

await runBaton(async () => {
  const config = readConfig(process.env, isZone)
  refuseRehearsal(config, process.connected)
  const clock = { aheadMs: 0, now: () => new Date(Date.now() + clock.aheadMs) }
  const baton = await startBaton(config, { clock })
  const rehearsal: Rehearsal = { clock, deps: baton.deps }
  process.on('message', (asked) => {
    void answerRehearsal(rehearsal, asked).then((answer) => process.send?.(answer))
  })
  // Whoever started it is gone, and nobody else would stop it.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  return baton
})
