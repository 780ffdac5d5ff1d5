import type { Db } from '../../src/db/client.ts'
import type { CampaignForm } from '../../src/domain/campaign-form.ts'
import { createCampaign } from '../../src/operations/campaign/create.ts'
import { applyImport } from '../../src/operations/import/apply.ts'
import { csvTables } from '../../src/adapters/csv-tables.ts'
import { clockAt, fakeChat, fakeTemplates } from './fakes.ts'
import { recordingQueue } from './recording-queue.ts'
import { testSettings } from './settings.ts'

/** Who makes the drafts of tests. */
export const mara = { kind: 'member', slackUserId: 'U0MARA', name: 'Mara', slackAdmin: false } as const

/** A form with nothing wrong in it; its file is `F1`. */
export function filledForm(given: Partial<CampaignForm> = {}): CampaignForm {
  return {
    name: 'Spring launch',
    senderName: 'Mara Holm',
    senderEmail: 'Mara@Baton.example',
    file: { id: 'F1', name: 'leads.csv', size: 100, url: 'https://files.slack.example/F1' },
    subject: 'Hello {{ first_name }}',
    body: 'How is {{ company }}?',
    channelId: 'C1',
    salesChannelId: 'C2',
    handoverScore: 70,
    ...given,
  }
}

/** What the operations around imports need, with a file `F1` of these bytes in Slack. */
export function importRig(db: Db, bytes: Uint8Array) {
  const chat = fakeChat()
  chat.files.set('F1', { kind: 'ok', bytes })
  const { queue, recorded } = recordingQueue()
  const clock = clockAt('2026-11-20T09:00:00Z')
  const adapters = { tables: csvTables(), templates: fakeTemplates() }
  return { db, chat, queue, recorded, clock, ...adapters, settings: { ...testSettings } }
}

/** A draft made from a form, its import waiting. */
export async function makeDraft(
  rig: ReturnType<typeof importRig>,
  given: Partial<CampaignForm> = {},
): Promise<{ campaignId: string; importId: string }> {
  const outcome = await createCampaign(rig, { form: filledForm(given), actor: mara })
  if (outcome.kind === 'problems') throw new Error(JSON.stringify(outcome.problems))
  const { campaignId } = outcome
  const { importId } = await rig.db.campaign.findUniqueOrThrow({ where: { id: campaignId } })
  return { campaignId, importId }
}

/** A draft whose contacts are in. */
export async function makeReadyDraft(
  rig: ReturnType<typeof importRig>,
  given: Partial<CampaignForm> = {},
): Promise<{ campaignId: string; importId: string }> {
  const draft = await makeDraft(rig, given)
  await applyImport(rig, { importId: draft.importId })
  return draft
}
