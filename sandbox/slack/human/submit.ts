import { elementsOf, plainText } from '../blocks.ts'
import { checkedView } from '../api/views.ts'
import { clientOf } from '../client.ts'
import { deliver } from '../delivery.ts'
import { fieldValue } from '../form.ts'
import { isObject, stringAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { submissionPayload } from '../payloads.ts'
import type { Outcome } from '../person-types.ts'
import { newResponseUrl } from '../response-urls.ts'
import type { FieldError } from '../snapshot-types.ts'
import { blocksOf, clearStack, dropView, makeView, pushView, redrawView } from '../views.ts'
import type { View } from '../views.ts'
import { acknowledged, reasonOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'
import { topModal } from './places.ts'
import { fieldProblems } from './submit-checks.ts'

/** Presses the top modal's submit button. */
export async function submit(actor: Actor): Promise<Outcome> {
  const { world, user } = actor
  const view = topModal(actor)
  const what = plainText(view.payload['submit'])
  if (what === '') throw new Error(`The modal '${plainText(view.payload['title'])}' has no submit button`)
  if (view.submitting) throw new Error('This modal is already being submitted')
  if (!world.manifest.interactive) {
    return refuse(actor, `${world.manifest.name} is not set up to handle interactive responses`)
  }
  const problems = fieldProblems(blocksOf(view), view.form)
  if (problems.length > 0) return showErrors(actor, view, { from: 'slack', errors: problems })
  view.submitting = true
  view.trouble = null
  const payload = submissionPayload(world, { user, view, responseUrls: responseUrls(actor, view) })
  const place = { viewId: view.id }
  const { ack } = await deliver(world, { of: 'view', user: user.id, what, place, payload })
  view.submitting = false
  world.changes.changed()
  if (ack.kind !== 'acknowledged') return trouble(actor, view, reasonOf(world, ack))
  return followAnswer(actor, view, ack.body)
}

/** Inputs that asked for a response_url get one for the conversation the person chose. */
function responseUrls({ world, user }: Actor, view: View): JsonObject[] {
  return elementsOf(blocksOf(view)).flatMap((ref) => {
    const channelId = fieldValue(view.form, ref)
    if (ref.element['response_url_enabled'] !== true || typeof channelId !== 'string') return []
    const response_url = newResponseUrl(world, { userId: user.id, channelId })
    return [{ block_id: ref.blockId, action_id: ref.actionId, channel_id: channelId, response_url }]
  })
}

function followAnswer(actor: Actor, view: View, body: unknown): Outcome {
  const { world, user } = actor
  // Closed by the person or the app while the answer was on its way: there is nothing left to change.
  if (!clientOf(world, user.id).stack.includes(view)) return acknowledged
  if (!isObject(body) || body['response_action'] === undefined) {
    if (body !== null && body !== '') return trouble(actor, view, 'the answer has no response_action')
    dropView(world, view)
    return acknowledged
  }
  switch (stringAt(body, 'response_action')) {
    case 'errors':
      return followErrors(actor, view, body['errors'])
    case 'update':
    case 'push':
      return followView(actor, view, body)
    case 'clear':
      clearStack(world, user.id)
      return acknowledged
    default:
      return trouble(actor, view, `unknown response_action '${stringAt(body, 'response_action')}'`)
  }
}

function followErrors(actor: Actor, view: View, given: unknown): Outcome {
  if (!isObject(given) || Object.keys(given).length === 0) {
    return trouble(actor, view, 'response_action errors came without errors')
  }
  const inputs = new Map(blocksOf(view).map((block) => [block['block_id'], block]))
  const errors: FieldError[] = []
  for (const [blockId, message] of Object.entries(given)) {
    const block = inputs.get(blockId)
    if (block?.['type'] !== 'input') {
      return trouble(actor, view, `errors names '${blockId}', which is no input block of this view`)
    }
    errors.push({ blockId, label: plainText(block['label']), message: String(message) })
  }
  return showErrors(actor, view, { from: 'app', errors })
}

function followView(actor: Actor, view: View, body: JsonObject): Outcome {
  const { world, user } = actor
  const pushing = body['response_action'] === 'push'
  const payload = checkedView(world, body['view'], pushing ? null : view)
  if (typeof payload['error'] === 'string') return trouble(actor, view, payload['error'])
  if (!pushing) {
    redrawView(world, view, payload)
    return acknowledged
  }
  if (clientOf(world, user.id).stack.length >= 3) return trouble(actor, view, 'push_limit_reached')
  pushView(world, makeView(world, { userId: user.id, payload, previous: view, channelId: view.channelId }))
  return acknowledged
}

type Errors = { from: 'slack' | 'app'; errors: FieldError[] }

function showErrors({ world }: Actor, view: View, { from, errors }: Errors): Outcome {
  view.errors = errors
  world.changes.changed()
  return { kind: 'field-errors', from, errors }
}

/** The modal stays open with what was typed; Slack only says that there was trouble, we say which. */
function trouble({ world }: Actor, view: View, reason: string): Outcome {
  const notice = `We had some trouble connecting. Try again? (${reason})`
  view.trouble = notice
  world.changes.changed()
  return { kind: 'failed', notice }
}
