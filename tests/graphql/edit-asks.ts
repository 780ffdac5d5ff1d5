import { z } from 'zod'
import type { GraphqlWorld } from './client.ts'

const written = `... on Refusal { code message } ... on PlanProblems { problems { path sentence } }`

/** Saves a change of a plan. */
export const savePlan = `mutation ($id: UUID!, $change: PlanChangeInput!) { outcome: savePlan(id: $id, change: $change) {
  __typename ... on SavePlanSuccess { stepKey campaign { edit { revision changes inFlight { waiting withProvider } } } } ${written} } }`

/** Applies what is drafted. */
export const applyEdit = `mutation ($id: UUID!, $revision: Int!, $inFlight: InFlightChoice!) {
  outcome: applyEdit(id: $id, revision: $revision, inFlight: $inFlight) {
    __typename ... on ApplyEditSuccess { version changes moved completed following } ${written} } }`

/** Throws away what is drafted and not applied. */
export const discardEdit = `mutation ($id: UUID!) { outcome: discardEdit(id: $id) {
  __typename ... on DiscardEditSuccess { revision changes campaign { edit { revision changes } } } ... on Refusal { code message } } }`

const outcomeIn = z.object({ outcome: z.looseObject({ __typename: z.string() }) })

/** Edits plans over GraphQL, with a marketer's token unless told otherwise. */
export type Editor = {
  /** What is answered to a query or mutation whose field is called `outcome`. Throws where it was not executed. */
  ask: (query: string, variables: object, token?: string) => Promise<z.infer<typeof outcomeIn>['outcome']>
  save: (campaign: { id: string }, change: object, token?: string) => ReturnType<Editor['ask']>
}

/** Somebody who edits plans of this world. */
export function editorOf(world: GraphqlWorld): Editor {
  const ask: Editor['ask'] = async (query, variables, token = world.tokens.marketer) => {
    const { body, text } = await world.ask(query, variables, token)
    const { data } = z.object({ data: outcomeIn }).safeParse(body).data ?? {}
    if (data === undefined) throw new Error(text)
    return data.outcome
  }
  return { ask, save: ({ id }, change, token) => ask(savePlan, { id, change }, token) }
}
