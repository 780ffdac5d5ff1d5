import type { ElementRef } from '../blocks.ts'
import { valueKey } from '../form.ts'
import type { Field, Where } from '../person-types.ts'
import type { Actor } from './actor.ts'
import { findElement, spoken } from './places.ts'
import type { Found } from './places.ts'

type FieldSearch = { where: Where; field: Field; kinds: (type: string) => boolean; kin: string }

/** A field by its label, or by its ids. @throws Error listing the fields that are there */
export function findField(actor: Actor, { where, field, kinds, kin }: FieldSearch): Found {
  const name = typeof field === 'string' ? field : field.actionId
  return findElement(actor, {
    where,
    what: `${kin} '${name}'`,
    matches: (ref) => kinds(ref.type) && isNamed(ref, field),
    kin: 'fields',
    names: (ref) => (valueKey(ref.type) === undefined ? [] : [ref.labels[0] ?? ref.actionId]),
  })
}

function isNamed(ref: ElementRef, field: Field): boolean {
  if (typeof field === 'string') return ref.labels.some((label) => spoken(label) === spoken(field))
  return ref.actionId === field.actionId && (field.blockId ?? ref.blockId) === ref.blockId
}

/** An input block keeps its value to itself until the submission, unless it asks for more. */
export const speaksUp = ({ isInput, block }: ElementRef): boolean =>
  !isInput || block['dispatch_action'] === true
