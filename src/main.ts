import { readConfig } from './config/config.ts'
import { isZone } from './domain/local-time.ts'
import { runBaton } from './main/run.ts'
import { startBaton } from './main/start.ts'

await runBaton(() => startBaton(readConfig(process.env, isZone)))
