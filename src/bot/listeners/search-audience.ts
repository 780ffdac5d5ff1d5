import type { App } from '@slack/bolt'
import { searchAudience } from '../../operations/campaign/search-audience.ts'
import type { Deps } from '../../operations/deps.ts'
import { subjectOf } from '../forms/button-value.ts'
import { suggestions } from '../ids.ts'
import { contactOptions } from '../views/contact-options.ts'

/** Fills the menu of contacts while somebody types into it. */
export function onSearchAudience(app: App, deps: Deps): void {
  app.options(suggestions.previewContact, async ({ ack, options }) => {
    const campaignId = subjectOf(options.view?.private_metadata)
    const found = await searchAudience(deps, { campaignId, text: options.value })
    await ack({ options: contactOptions(found) })
  })
}
