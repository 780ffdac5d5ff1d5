import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { noLimits } from '../../../src/domain/plan-defaults.ts'
import type { CampaignPlan, SendLimits } from '../../../src/domain/plan.ts'
import { explainCampaign } from '../../../src/operations/campaign/explain.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { after, plannedStep, planOf } from '../../support/plans.ts'
import { type ControlledCampaign, hour, launched, minute } from './control-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.stop())
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))

const one = plannedStep('One')
const two = plannedStep('Two', { wait: after(3, 'hours') })
const under = (limits: Partial<SendLimits>): Partial<CampaignPlan> => ({ limits: { ...noLimits, ...limits } })

async function told({ id, rig }: Pick<ControlledCampaign, 'id' | 'rig'>) {
  const { lines } = await explainCampaign(rig.deps, { campaignId: id })
  return lines.map(
    ({ count, kind, why, until }) => `${kind}: ${count} ${why}${until ? ` | ${until.toISOString()}` : ''}`,
  )
}

describe('whoever a limit puts off', () => {
  it('reads that it is the limit on their domain, and until when, and whoever was written to does not', async () => {
    const campaign = await launched(database.db, planOf([one, two], under({ perDomainHour: 2 })), {
      people: 5,
    })
    await campaign.rig.send()
    expect(await told(campaign)).toEqual([
      'domain-limit: 3 waiting for the limit on their domain (2 mails in an hour), the first of them until then | 2026-11-20T10:01:00.000Z',
      'wait: 2 waiting for step 2, the first of them until then | 2026-11-20T12:00:00.000Z',
    ])
  })

  it('reads that it is the limit on the contact, and until when', async () => {
    const limits = under({ perContact: { mails: 1, days: 2 } })
    const campaign = await launched(database.db, planOf([one, two], limits), { people: 2 })
    const { rig } = campaign
    await rig.send()
    expect(await told(campaign)).toEqual([
      'wait: 2 waiting for step 2, the first of them until then | 2026-11-20T12:00:00.000Z',
    ])
    rig.pass(3 * hour)
    await rig.send()
    expect(await told(campaign)).toEqual([
      'contact-limit: 2 waiting for the limit on each contact (1 mail in 2 days), the first of them until then | 2026-11-22T09:00:00.000Z',
    ])
  })

  it('is due when it is over, and waits for the next step after that', async () => {
    const campaign = await launched(database.db, planOf([one, two], under({ perDomainHour: 1 })), {
      people: 2,
    })
    const { rig } = campaign
    await rig.send()
    rig.pass(hour + minute)
    expect(await told(campaign)).toEqual([
      'due: 1 due, and next in line',
      'wait: 1 waiting for step 2, the first of them until then | 2026-11-20T12:00:00.000Z',
    ])
    await rig.send()
    expect(await told(campaign)).toEqual([
      'wait: 2 waiting for step 2, the first of them until then | 2026-11-20T12:00:00.000Z',
    ])
  })
})
