import { createContext } from 'preact'
import type { ComponentType } from 'preact'
import type { Block } from './types.ts'

/** What draws a list of blocks, for blocks that hold blocks: handed down, because modules may not import in a ring. */
export const BlocksContext = createContext<ComponentType<{ blocks: Block[] }>>(() => null)
