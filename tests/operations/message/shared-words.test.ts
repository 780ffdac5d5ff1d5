import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { outcomeOfBatch } from '../../../src/adapters/postmark-outcome.ts'
import { resumeCampaign } from '../../../src/operations/campaign/resume.ts'
import type { OutgoingMail } from '../../../src/ports/email.ts'
import { type TestDatabase, testDatabase } from '../../support/database.ts'
import { plannedStep, planOf } from '../../support/plans.ts'
import { launched, minute, standingAll } from '../campaign/control-rig.ts'
import { rowOf } from '../campaign/edit-rig.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterEach(() => database.db.campaign.updateMany({ data: { status: 'cancelled' } }))
afterAll(() => database.stop())

type Words = (mail: OutgoingMail) => string | null

/** A campaign whose mails Postmark rejects in the words given, always the same people in the same; null: it takes them. */
async function campaignOf(people: number, words: Words, sendBatch = 500) {
  const campaign = await launched(database.db, planOf([plannedStep('Hello')]), { people, sendBatch })
  const { rig } = campaign
  const rejects = (said: Words) => {
    rig.office.sendBatch = (mails) => {
      const body = mails.map((mail) => {
        const Message = said(mail)
        return Message === null ? { MessageID: `pm-${mail.metadata.sendid}` } : { ErrorCode: 300, Message }
      })
      return Promise.resolve(outcomeOfBatch({ kind: 'answered', body }, mails))
    }
  }
  rejects(words)
  const stands = () => standingAll(database.db, campaign)
  const row = () => rowOf(database.db, campaign)
  const resume = async () => {
    rig.pass(10 * minute)
    await resumeCampaign(rig.deps, campaign.as)
    await rig.send()
  }
  return { ...campaign, rejects, stands, row, resume }
}

/** Rejects every second mail in these words. */
function everySecond(words: (mail: OutgoingMail) => string): Words {
  const chosen = new Map<string, boolean>()
  return (mail) => {
    if (!chosen.has(mail.to)) chosen.set(mail.to, chosen.size % 2 === 0)
    return chosen.get(mail.to) === true ? words(mail) : null
  }
}

const noAddress = ({ to }: OutgoingMail) => `Invalid 'To' address: '${to}'.`

describe('a fault of the text that hits half the people', () => {
  it('pauses their campaign and loses nobody, however often somebody resumes in vain; the others are sent', async () => {
    const campaign = await campaignOf(
      60,
      everySecond(() => 'The Subject is too long.'),
    )
    await campaign.rig.send()
    const statusReason =
      'The email provider rejects 30 of these mails in the same words: The Subject is too long (code 300). Edit the campaign so that they are right, then resume; nobody is left out for it.'
    expect(await campaign.stands()).toEqual({ sent: 30, waiting: 30 })
    expect(await campaign.row()).toMatchObject({ status: 'paused', statusReason })
    await campaign.resume()
    expect(await campaign.stands()).toEqual({ sent: 30, waiting: 30 })
    campaign.rejects(() => null)
    await campaign.resume()
    expect(await campaign.stands()).toEqual({ sent: 60 })
  })
})

describe('addresses that are none', () => {
  it('of half the people are each left out, and their campaign goes through without a pause', async () => {
    const campaign = await campaignOf(60, everySecond(noAddress))
    await campaign.rig.send()
    expect(await campaign.stands()).toEqual({ sent: 30, rejected: 30 })
    expect(await campaign.row()).toMatchObject({ status: 'completed', statusReason: null })
  })

  it.each<[string, Words]>([
    ['the address', noAddress],
    ['nobody', () => "Error parsing 'To': Illegal email domain."],
  ])(
    'of nearly everybody pause their campaign, in words that name %s; mended, all are sent',
    async (_, words) => {
      const campaign = await campaignOf(40, words)
      await campaign.rig.send()
      expect(await campaign.stands()).toEqual({ waiting: 40 })
      expect(await campaign.row()).toMatchObject({
        status: 'paused',
        statusReason: expect.stringMatching(/rejects 40 of these mails for the address.*'To'.*left out\.$/),
      })
      campaign.rejects(() => null)
      await campaign.resume()
      expect(await campaign.stands()).toEqual({ sent: 40 })
    },
  )

  it('hold up nobody for ever: each resume asks about others, then leaves those out that are rejected again', async () => {
    const campaign = await campaignOf(90, noAddress, 30)
    await campaign.rig.send()
    for (let resumes = 0; resumes < 6 && (await campaign.row()).status === 'paused'; resumes += 1)
      await campaign.resume()
    expect(await campaign.stands()).toEqual({ rejected: 90 })
    expect(await campaign.row()).toMatchObject({ status: 'completed' })
  })
})
