import { optionsOf, plainText } from '../blocks.ts'
import { clientOf } from '../client.ts'
import { deliver } from '../delivery.ts'
import { isObject, objectsAt, stringAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { suggestionPayload } from '../payloads.ts'
import type { Suggestion, SuggestRequest } from '../person-types.ts'
import { validateBlocks } from '../validation/blocks.ts'
import { formatProblem } from '../validation/problem.ts'
import { placeOf } from './act.ts'
import { outcomeOf, refuse } from './actor.ts'
import type { Actor } from './actor.ts'
import { findField } from './fields.ts'
import type { Found } from './places.ts'

const defaultMinimum = 3

/** Types into an external select; gives what the app offers, or nothing while the query is too short. */
export async function suggest(
  actor: Actor,
  { where = 'modal', field, query }: SuggestRequest,
): Promise<Suggestion[]> {
  const kinds = (type: string): boolean => type.endsWith('external_select')
  const found = findField(actor, { where, field, kinds, kin: 'external select' })
  const answer = await askForOptions(actor, found, query)
  return answer ? readSuggestions(answer) : []
}

/** The app's answer to a query; null when it was not asked or did not answer well (the person sees why). */
export async function askForOptions(actor: Actor, found: Found, query: string): Promise<JsonObject | null> {
  const { world, user } = actor
  const { place, ref } = found
  const minimum = ref.element['min_query_length']
  if (query.length < (typeof minimum === 'number' ? minimum : defaultMinimum)) return null
  const what = ref.labels[0] ?? ref.actionId
  if (!world.manifest.interactive) {
    refuse(actor, `${world.manifest.name} is not set up to handle interactive responses`)
    return null
  }
  const { ack } = await deliver(world, {
    of: 'options',
    user: user.id,
    what,
    place: placeOf(place, ref),
    payload: suggestionPayload(world, { user, spot: place.spot, ref, query }),
  })
  if (outcomeOf(actor, ack, { what }).kind !== 'acknowledged' || ack.kind !== 'acknowledged') return null
  const problem = problemWith(ack.body)
  if (problem !== null || !isObject(ack.body)) {
    refuse(actor, `${what}: ${world.manifest.name} answered with options Slack cannot show: ${problem}`)
    return null
  }
  clientOf(world, user.id).suggestions.set(ref.actionId, ack.body)
  world.changes.changed()
  return ack.body
}

/** Options follow the rules of a static select, except that there may be none. */
function problemWith(body: unknown): string | null {
  if (!isObject(body)) return 'no options in the answer'
  const { options, option_groups: groups } = body
  const given = Array.isArray(options) ? options : groups
  if (!Array.isArray(given)) return 'neither options nor option_groups is a list'
  if (given.length === 0) return null
  const list = Array.isArray(options) ? { options } : { option_groups: groups }
  const select = { type: 'static_select', action_id: 'a', ...list }
  const [first] = validateBlocks([{ type: 'actions', block_id: 'b', elements: [select] }], 'message')
  return first ? formatProblem(first) : null
}

function readSuggestions(body: JsonObject): Suggestion[] {
  const read = (option: JsonObject, group: string | null): Suggestion => ({
    text: plainText(option['text']),
    value: stringAt(option, 'value'),
    group,
  })
  const groups = objectsAt(body, 'option_groups')
  if (groups.length === 0) return optionsOf(body).map((option) => read(option, null))
  return groups.flatMap((group) =>
    objectsAt(group, 'options').map((option) => read(option, plainText(group['label']))),
  )
}
