import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { JsonObject } from '../../../slack/json.ts'
import type { Surface } from './types.ts'

const nowhere: Surface = {
  where: 'home',
  state: {},
  errors: [],
  isPending: () => false,
  act: async () => ({ kind: 'acknowledged' }),
}

export const SurfaceContext = createContext<Surface>(nowhere)

export function useSurface(): Surface {
  return useContext(SurfaceContext)
}

/** What a control holds now, in Slack's state.values form; empty before anything was put in. */
export function valueOf(surface: Surface, blockId: string, actionId: string): JsonObject {
  return surface.state[blockId]?.[actionId] ?? {}
}
