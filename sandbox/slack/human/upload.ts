import { fieldValue, setField } from '../form.ts'
import { extensionOf, fileJson, mostFileBytes, storeFile } from '../files.ts'
import type { ElementRef } from '../blocks.ts'
import { isObject, stringsAt } from '../json.ts'
import type { Field, Outcome, Upload } from '../person-types.ts'
import { acknowledged } from './actor.ts'
import type { Actor } from './actor.ts'
import { findField } from './fields.ts'
import { clearError } from './fill.ts'

const defaultMostFiles = 10

/** Adds files to a file input of the top modal; Slack's own limits refuse them on the spot, at the field. */
export function upload(actor: Actor, field: Field, files: readonly Upload[]): Outcome {
  const { world, user } = actor
  const kinds = (type: string): boolean => type === 'file_input'
  const found = findField(actor, { where: 'modal', field, kinds, kin: 'file input' })
  const before = fieldValue(found.place.form, found.ref)
  const kept: unknown[] = Array.isArray(before) ? before : []
  const problem = problemWith(found.ref, files, kept.length)
  if (problem !== null) return { kind: 'refused', notice: problem }
  const added = files.map((file) => fileJson(world, storeFile(world, { ...file, user: user.id })))
  setField(found.place.form, found.ref, [...kept, ...added])
  clearError(found)
  world.changes.changed()
  return acknowledged
}

/** Takes one file out of a file input again, as the × beside it does. @throws Error when it is not in there. */
export function removeFile(actor: Actor, field: Field, id: string): Outcome {
  const kinds = (type: string): boolean => type === 'file_input'
  const found = findField(actor, { where: 'modal', field, kinds, kin: 'file input' })
  const before = fieldValue(found.place.form, found.ref)
  const files = Array.isArray(before) ? before.filter(isObject) : []
  const left = files.filter((file) => file['id'] !== id)
  if (left.length === files.length) throw new Error(`There is no file ${id} in that field`)
  setField(found.place.form, found.ref, left)
  clearError(found)
  actor.world.changes.changed()
  return acknowledged
}

function problemWith({ element }: ElementRef, files: readonly Upload[], already: number): string | null {
  const most = typeof element['max_files'] === 'number' ? element['max_files'] : defaultMostFiles
  if (already + files.length > most) return `You can add at most ${most} file${most === 1 ? '' : 's'} here`
  const tooBig = files.find((file) => file.content.byteLength > mostFileBytes)
  if (tooBig) return `${tooBig.name} is larger than 10 MB`
  const types = stringsAt(element, 'filetypes').map((type) => type.toLowerCase())
  const wrong = files.find((file) => types.length > 0 && !types.includes(extensionOf(file.name)))
  return wrong ? `${wrong.name} is not one of the file types allowed here: ${types.join(', ')}` : null
}
