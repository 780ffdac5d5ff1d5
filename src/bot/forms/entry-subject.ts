import { z } from 'zod'
import { readButton } from './button-value.ts'

/** An entry of a list that somebody decides about: what it is, its id, and what an answer calls it. */
export type EntrySubject<Kind extends string> = { kind: Kind; id: string; name: string }

/** Writes it as a value for a button, which takes 2,000 characters. */
export const entryValue = ({ kind, id, name }: EntrySubject<string>): string =>
  `${kind}:${id}:${name.slice(0, 400)}`

/** Reads it back. @throws Refusal for a button of an earlier version */
export function entryOf<Kind extends string>(
  kinds: readonly [Kind, ...Kind[]],
  value: unknown,
): EntrySubject<Kind> {
  const [kind, id, ...name] = typeof value === 'string' ? value.split(':') : []
  return readButton(z.object({ kind: z.enum(kinds), id: z.uuid(), name: z.string() }), {
    kind,
    id,
    name: name.join(':'),
  })
}
