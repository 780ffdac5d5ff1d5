import type { Db } from '../../src/db/client.ts'
import { launchFor, seedAudience } from '../ground/audience.ts'
import { startDatabase } from '../ground/database.ts'
import { realDeps } from '../ground/deps.ts'
import type { Undo } from '../ground/undo.ts'
import { measured, type Row, told } from '../report.ts'
import { benchMove } from './move.ts'
import { secondsOf } from './seconds.ts'

// A million in half a minute.
const contactsPerSecond = 1_000_000 / 30

/**
 * How long it takes from the button to a running campaign: the plan compiled and frozen, everybody enrolled. Beside it the
 * same people copied into a table of the same columns that has no keys, which is what the disk asks for. Then how long it
 * takes to move them to the next version.
 */
export async function benchLaunch(undo: Undo, { contacts }: { contacts: number }): Promise<Row[]> {
  const ground = await startDatabase(undo, { poolSize: 4 })
  const deps = await realDeps(ground, 'http://127.0.0.1:9')
  const few = await seedAudience(ground.db, { size: 1_000, name: 'warm-up' })
  const sequence = [{ subject: 'Hello', body: 'Hello {{ first_name }}' }]
  await launchFor(deps, { audience: few, sequence })
  const audience = await seedAudience(ground.db, { size: contacts, name: 'launch' })
  const bareSeconds = await secondsOf(() => bareCopy(ground.db, audience.importId))
  let campaignId = ''
  const seconds = await secondsOf(async () => {
    campaignId = await launchFor(deps, { audience, sequence })
  })
  const enrolled = await ground.db.enrollment.count()
  if (enrolled !== contacts + few.size) throw new Error(`${enrolled} people are enrolled`)
  return [
    told('people enrolled', contacts, 'people'),
    told('from the button to a running campaign', seconds, 's'),
    measured('people enrolled a second (a million in 30 seconds)', {
      value: contacts / seconds,
      unit: 'people/s',
      target: contactsPerSecond,
      aim: 'at-least',
    }),
    {
      ...told('the same, beside a copy into a table without keys', contacts / seconds, 'people/s'),
      baseline: contacts / bareSeconds,
      ratio: bareSeconds / seconds,
    },
    await benchMove(deps, { campaignId, people: contacts }),
  ]
}

/** The columns of an enrollment, made in the same way, with nothing that looks at them. */
async function bareCopy(db: Db, importId: string): Promise<void> {
  await db.$executeRawUnsafe(`
    CREATE TABLE bare AS
    SELECT uuidv7() AS id, '${importId}'::uuid AS campaign_id, '${importId}'::uuid AS campaign_version_id, c.id AS contact_id,
      'active'::"EnrollmentStatus" AS status, NULL::text AS reason, '${importId}'::uuid AS step_id, now() AS next_at,
      'UTC' AS zone, now() AS created_at
    FROM import_contact i JOIN contact c ON c.id = i.contact_id WHERE i.import_id = '${importId}'`)
}
