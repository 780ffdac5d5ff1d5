import { inside, isFields, problemAt } from './rule.ts'
import type { Fields, Place } from './rule.ts'
import type { ValidationProblem } from './problem.ts'

export type Placed = { value: Fields; place: Place }

/** Every block with its place, those inside containers and carousels included. */
export const everyBlock = (blocks: unknown, place: Place): Placed[] =>
  placedItems(blocks, place).flatMap((block) => [block].concat(childrenOf(block)))

const childrenOf = ({ value, place }: Placed): Placed[] => {
  const field = value['type'] === 'carousel' ? 'elements' : 'child_blocks'
  return everyBlock(value[field], inside(place, field))
}

/** The interactive elements of one block, wherever that kind of block keeps them. */
export const elementsOf = ({ value, place }: Placed): Placed[] => [
  ...['element', 'accessory'].flatMap((field) => placed(value[field], inside(place, field))),
  ...(value['type'] === 'carousel' ? [] : placedItems(value['elements'], inside(place, 'elements'))),
  ...placedItems(value['actions'], inside(place, 'actions')),
]

/** A block_id is unique in its message or view, an action_id in its block. */
export const duplicateIds = (blocks: readonly Placed[]): ValidationProblem[] => [
  ...repeated(blocks, 'block_id'),
  ...blocks.flatMap((block) => repeated(elementsOf(block), 'action_id')),
]

const repeated = (all: readonly Placed[], field: string): ValidationProblem[] => {
  const seen = new Set<unknown>()
  return all.flatMap(({ value, place }) => {
    const id = value[field]
    const again = typeof id === 'string' && seen.has(id)
    seen.add(id)
    return again ? problemAt(inside(place, field), `${field} "${id}" already exists`) : []
  })
}

const placedItems = (list: unknown, place: Place): Placed[] =>
  (Array.isArray(list) ? (list as unknown[]) : []).flatMap((value, index) =>
    placed(value, inside(place, index)),
  )

const placed = (value: unknown, place: Place): Placed[] => (isFields(value) ? [{ value, place }] : [])
