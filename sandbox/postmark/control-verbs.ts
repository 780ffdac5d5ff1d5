import { deliver } from './events.ts'
import type { Fields } from './fields.ts'
import { listOf, textOf } from './fields.ts'
import { mailById } from './mail-index.ts'
import type { Answer, PostmarkStandIn } from './types.ts'
import type { BounceKind } from './words.ts'
import type { World } from './world.ts'

const bounceKinds: readonly BounceKind[] = ['hard', 'soft', 'auto-responder']

const answerFrom = (fields: Fields): Partial<Answer> => {
  const texts = Object.entries(fields).filter(
    ([name, value]) => ['text', 'subject', 'fromOther'].includes(name) && typeof value === 'string',
  )
  const headers = listOf(fields['headers']).map(({ Name, Value }) => ({
    Name: textOf(Name),
    Value: textOf(Value),
  }))
  return { ...Object.fromEntries(texts), headers }
}

type Verb = (standIn: PostmarkStandIn, id: string, fields: Fields) => unknown

const verbs: Readonly<Record<string, Verb>> = {
  open: ({ inbox }, id, { machine }) => inbox.open(id, { machine: machine === true }),
  click: ({ inbox }, id, { url, machine }) => inbox.click(id, textOf(url), { machine: machine === true }),
  bounce: ({ inbox }, id, { kind }) =>
    inbox.bounce(id, bounceKinds.find((known) => known === kind) ?? 'hard'),
  spam: ({ inbox }, id) => inbox.complain(id),
  unsubscribe: ({ inbox }, id) => inbox.unsubscribe(id),
  reply: ({ inbox }, id, fields) => inbox.reply(id, { text: '', ...answerFrom(fields) }),
  'out-of-office': ({ inbox }, id, fields) => inbox.outOfOffice(id, answerFrom(fields)),
}

/** Makes something happen to a mail; throws for a verb or an id that is not known. */
export const runVerb = async (
  { standIn, world }: { readonly standIn: PostmarkStandIn; readonly world: World },
  name: string,
  fields: Fields,
): Promise<unknown> => {
  const id = textOf(fields['id'])
  if (name === 'delivery') {
    const mail = mailById(world, id)
    if (mail === undefined) throw new Error(`There is no mail ${id}.`)
    return { webhooks: deliver(world, mail), note: 'Delivered.' }
  }
  const verb = verbs[name]
  if (verb === undefined) throw new Error(`Unknown event '${name}'; known: ${Object.keys(verbs).join(', ')}.`)
  return verb(standIn, id, fields)
}
