import { emit, note } from './events.ts'
import { linksOf } from './links.ts'
import { clickPayload, openPayload } from './payloads.ts'
import type { Reader } from './payloads.ts'
import type { StoredMail } from './records.ts'
import type { Happening } from './types.ts'
import type { World } from './world.ts'

const unseen = (why: string): Happening => ({ webhooks: [], note: why })

/** Someone, or a proxy, loads the tracking pixel. */
export const openMail = (world: World, mail: StoredMail, reader: Reader): Happening => {
  if (!mail.trackOpens) return unseen('Opens of this mail are not tracked, so Postmark does not see it.')
  const first = !mail.events.some(({ kind }) => kind === 'opened')
  note(world, mail, { kind: 'opened', detail: reader })
  const at = world.clock.now()
  const webhooks = emit(world, {
    trigger: 'Open',
    stream: mail.stream,
    payload: () => openPayload(mail, { at, first, reader }),
    wanted: (hook) => first || !hook.firstOpenOnly,
  })
  return { webhooks, note: first ? 'First open.' : 'Opened again.' }
}

/** Someone, or a scanner, follows a link; Postmark reports only the first click per recipient and link. */
export const clickLink = (
  world: World,
  mail: StoredMail,
  click: { readonly url: string; readonly reader: Reader },
): Happening => {
  const link = linksOf(world, mail).find(({ url }) => url === click.url)
  if (link === undefined && world.keepBodies) throw new Error(`This mail has no link ${click.url}.`)
  const tracked = link?.tracked ?? mail.trackLinks !== 'None'
  if (!tracked) return unseen('Clicks on this link are not tracked, so Postmark does not see it.')
  const again = mail.events.some(({ kind, detail }) => kind === 'clicked' && detail === click.url)
  if (again) return unseen('Clicked before: Postmark reports the first click on a link only.')
  note(world, mail, { kind: 'clicked', detail: click.url })
  const facts = { ...click, at: world.clock.now(), location: link?.location ?? 'HTML' }
  const webhooks = emit(world, {
    trigger: 'Click',
    stream: mail.stream,
    payload: () => clickPayload(mail, facts),
  })
  return { webhooks, note: 'First click on this link.' }
}
