import type { Outcome, Person } from '../../sandbox/slack/person-types.ts'
import { readPlan } from '../../src/db/stored-plan.ts'
import type { CampaignPlan } from '../../src/domain/plan.ts'
import { createCampaign } from '../../src/operations/campaign/create.ts'
import { showCampaign } from '../../src/operations/campaign/show.ts'
import { applyImport } from '../../src/operations/import/apply.ts'
import { filledForm } from '../support/drafts.ts'
import { textBytes } from '../support/samples.ts'
import { type DoorRig, startDoor } from './door-rig.ts'

const csv = 'Email,First name,Company\nada@example.com,Ada,Engines\nbob@example.com,Bob,Barges\n'

/** The Slack door with a draft of Maria's on it: one step, two contacts, its card in #marketing. */
export type DraftDoor = {
  rig: DoorRig
  maria: Person
  /** Makes another draft and opens its steps before Maria. */
  openSequence: () => Promise<{ campaignId: string; name: string }>
  /** Waits until the modal on top says that. */
  sees: (words: string) => Promise<void>
  /** All that the modal on top says. */
  lines: () => string
  /** The plan of the newest draft. */
  planNow: () => Promise<CampaignPlan>
}

export async function startDraftDoor(): Promise<DraftDoor> {
  const file = { kind: 'ok' as const, bytes: textBytes(csv) }
  const rig = await startDoor('socket', (deps) => ({
    ...deps,
    chat: { ...deps.chat, readFile: () => Promise.resolve(file) },
  }))
  const maria = rig.slack.person('U0MARIA')
  const lines = () => (maria.snapshot().modals.length > 0 ? maria.reads('modal').join('\n') : '')
  const sees = async (words: string) => {
    try {
      await rig.slack.waitFor(`a modal with ${words}`, () => lines().includes(words))
    } catch (error) {
      throw new Error(`The modal never said “${words}”:\n${lines()}`, { cause: error })
    }
  }
  let newest = { campaignId: '', name: '' }
  let serial = 0
  return {
    rig,
    maria,
    lines,
    sees,
    async openSequence() {
      if (maria.snapshot().modals.length > 0) await maria.close('all')
      serial += 1
      const name = `Sequence ${serial}`
      newest = { campaignId: await seedDraft(rig, name), name }
      await maria.click({ where: { channel: '#marketing', containing: name }, text: 'Edit sequence' })
      await sees('1 step')
      return newest
    },
    async planNow() {
      const { campaignId: id } = newest
      return readPlan((await rig.deps.db.campaign.findUniqueOrThrow({ where: { id } })).plan)
    },
  }
}

async function seedDraft({ deps }: DoorRig, name: string): Promise<string> {
  const actor = { kind: 'member', slackUserId: 'U0MARIA', name: 'Maria Rossi', slackAdmin: false } as const
  const form = filledForm({ name, channelId: 'C0MKT', salesChannelId: 'C0SALES' })
  const outcome = await createCampaign(deps, { form, actor })
  if (outcome.kind !== 'created') throw new Error(JSON.stringify(outcome))
  const { campaignId } = outcome
  const { importId } = await deps.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  await applyImport(deps, { importId })
  await showCampaign(deps, { campaignId })
  return campaignId
}

/** What a refused form says on each field; anything else that became of it, by its kind. */
export const mistakesIn = (outcome: Outcome): Record<string, string> =>
  outcome.kind === 'field-errors' && outcome.from === 'app'
    ? Object.fromEntries(outcome.errors.map(({ label, message }) => [label, message]))
    : { [outcome.kind]: JSON.stringify(outcome) }
