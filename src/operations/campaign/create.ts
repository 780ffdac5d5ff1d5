import { randomUUID } from 'node:crypto'
import { audit } from '../../db/audit-queries.ts'
import type { Tx } from '../../db/client.ts'
import { memberFor } from '../../db/member-queries.ts'
import type { MemberActor } from '../../domain/actor.ts'
import { checkCampaignForm, tooLarge } from '../../domain/campaign-check.ts'
import type { CampaignForm } from '../../domain/campaign-form.ts'
import type { FieldProblem } from '../../domain/campaign.ts'
import { type ColumnMapping, guessColumns } from '../../domain/columns.ts'
import { atOnce } from '../../domain/due.ts'
import { readAddress } from '../../domain/email-address.ts'
import { maxImportBytes } from '../../domain/import.ts'
import { knownMergeFields } from '../../domain/merge-fields.ts'
import type { CampaignPlan } from '../../domain/plan.ts'
import { defaultPlan } from '../../domain/plan-defaults.ts'
import { readZone } from '../../domain/zone-of.ts'
import { jobs } from '../../ports/jobs.ts'
import type { Deps } from '../deps.ts'

type CreateDeps = Pick<Deps, 'db' | 'queue' | 'clock' | 'chat' | 'tables' | 'templates' | 'settings'>

/** A filled-in form and who sent it. */
export type CreateCampaign = {
  form: CampaignForm
  actor: MemberActor
}

/** A draft whose file is on its way to contacts, or everything that is wrong with the form at once. */
export type CreateOutcome =
  { kind: 'created'; campaignId: string } | { kind: 'problems'; problems: FieldProblem[] }

/** Makes a draft campaign from a form. Nothing is kept when anything in it is wrong. */
export async function createCampaign(deps: CreateDeps, request: CreateCampaign): Promise<CreateOutcome> {
  const { form } = request
  const inForm = checkCampaignForm(form)
  const file = inForm.some(({ field }) => field === 'file') ? null : await openFile(deps, form.file)
  // Without the file's columns, no field of it can be called unknown.
  const fields = file?.kind === 'opened' ? knownMergeFields(file.mapping) : null
  const inFile: FieldProblem[] = file?.kind === 'problem' ? [{ field: 'file', sentence: file.sentence }] : []
  const inTemplate = fields === null ? [] : deps.templates.check(form, fields)
  const problems = [...inForm, ...inFile, ...inTemplate]
  if (problems.length > 0 || file?.kind !== 'opened') return { kind: 'problems', problems }
  const zone = await zoneFor(deps, request.actor)
  const campaignId = await deps.db.$transaction((tx) => saveDraft(deps, tx, { ...request, file, zone }))
  return { kind: 'created', campaignId }
}

/** The zone of whoever makes a campaign, else the workspace's. */
async function zoneFor({ chat, settings }: CreateDeps, { slackUserId }: MemberActor): Promise<string> {
  const { timeZone } = await chat.profile(slackUserId)
  return readZone({ timeZone, country: null }) ?? settings.timeZone
}

type OpenedFile = { kind: 'opened'; content: Uint8Array<ArrayBuffer>; mapping: ColumnMapping }

async function openFile(
  { chat, tables }: CreateDeps,
  file: CampaignForm['file'],
): Promise<OpenedFile | { kind: 'problem'; sentence: string }> {
  const fetched = await chat.readFile(file, maxImportBytes)
  if (fetched.kind === 'too-large') return { kind: 'problem', sentence: tooLarge }
  if (fetched.kind === 'unreadable')
    return { kind: 'problem', sentence: `The file could not be read: ${fetched.reason}. Upload it again.` }
  const table = await tables.read(fetched.bytes)
  if (table.kind === 'problem') return table
  const guess = guessColumns(table.header, table.rows)
  if (guess.kind === 'guessed')
    return { kind: 'opened', content: new Uint8Array(fetched.bytes), mapping: guess.mapping }
  return { kind: 'problem', sentence: columnSentence(guess.kind, table.header) }
}

function columnSentence(kind: 'no-email' | 'no-header', header: readonly string[]): string {
  if (kind === 'no-header')
    return 'The first line already holds an address. Put a line with the names of the columns above it.'
  const names = header.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const shown = names
    .slice(0, 12)
    .map((name) => `“${name.slice(0, 40)}”`)
    .join(', ')
  const more = names.length > 12 ? ` and ${names.length - 12} more` : ''
  return `No column holds email addresses. The columns are ${shown}${more}. Name the right one “Email”.`
}

/** The plan of a form: one step, sent at once, where nothing better is known in that zone. */
function draftPlan({ subject, body }: CampaignForm, zone: string): CampaignPlan {
  const variants = [{ name: 'A', weight: 1, subject, body }]
  return defaultPlan([{ key: randomUUID(), wait: atOnce, window: null, variants }], zone)
}

async function saveDraft(
  { queue, clock }: CreateDeps,
  tx: Tx,
  { form, actor, file, zone }: CreateCampaign & { file: OpenedFile; zone: string },
): Promise<string> {
  const ownerId = await memberFor(tx, actor)
  // Read in lists beside what Baton's clock says of sending.
  const createdAt = clock.now()
  const { name: fileName } = form.file
  const { id: importId } = await tx.import.create({
    data: { fileName, content: file.content, mapping: file.mapping, createdById: ownerId, createdAt },
    select: { id: true },
  })
  const address = readAddress(form.senderEmail)
  const { id: campaignId } = await tx.campaign.create({
    data: {
      name: form.name.trim(),
      senderName: form.senderName.trim(),
      senderEmail: address.kind === 'address' ? address.address : form.senderEmail,
      plan: draftPlan(form, zone),
      handoverScore: form.handoverScore,
      channelId: form.channelId,
      salesChannelId: form.salesChannelId,
      importId,
      ownerId,
      createdAt,
    },
    select: { id: true },
  })
  await audit(tx, {
    actor,
    action: 'created',
    subject: 'campaign',
    subjectId: campaignId,
    origin: 'slack',
    detail: { name: form.name.trim(), file: form.file.name },
  })
  await queue.enqueue(tx, jobs.applyImport, { payload: { importId } })
  return campaignId
}
