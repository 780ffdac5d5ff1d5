import type { Actor, Origin } from '../domain/actor.ts'
import { Refusal } from '../domain/refusal.ts'
import type { Caller } from './context.ts'

type ErrorType = new (...args: never[]) => Error

/**
 * What a mutation is declared with that controls campaigns: who may, and that a "no" is one of its results, named
 * `<Name>Result`, with whatever other errors it knows. Its type is the result of a "yes".
 */
export function control(name: string, ...errors: ErrorType[]) {
  return {
    authScopes: { runCampaigns: true },
    errors: { types: [Refusal, ...errors], directResult: true, union: { name: `${name}Result` } },
  }
}

/** Who does it, for the operation: the token that a request came with. */
export const doneBy = ({ tokenId }: Caller): { actor: Actor; origin: Origin } => ({
  actor: { kind: 'token', tokenId },
  origin: 'graphql',
})
