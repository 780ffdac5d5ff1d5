import type { App } from '@slack/bolt'
import { zonesNamed } from '../../domain/zone-names.ts'
import type { Deps } from '../../operations/deps.ts'
import { suggestions } from '../ids.ts'
import { option } from '../views/inputs.ts'

/** The most options that Slack takes. */
const most = 100

/** Fills the menus of time zones and of calendars while somebody types into them. */
export function onSearchRules(app: App, deps: Deps): void {
  app.options(suggestions.zone, async ({ ack, options }) => {
    const zones = zonesNamed(options.value).slice(0, most)
    await ack({ options: zones.map((zone) => option([zone, zone])) })
  })
  app.options(suggestions.calendar, async ({ ack, options }) => {
    const wanted = options.value.trim().toLowerCase()
    const found = deps.holidays
      .calendars()
      .filter(({ code, name }) => code.toLowerCase() === wanted || name.toLowerCase().includes(wanted))
    await ack({ options: found.slice(0, most).map(({ code, name }) => option([code, name])) })
  })
}
