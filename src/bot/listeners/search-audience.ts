import type { App } from '@slack/bolt'
import { searchAudience } from '../../operations/campaign/search-audience.ts'
import type { Deps } from '../../operations/deps.ts'
import { actorOf } from '../actor-of.ts'
import { previewSubjectOf } from '../forms/preview-subject.ts'
import { suggestions } from '../ids.ts'
import { contactOptions } from '../views/contact-options.ts'

/** Fills the menu of contacts while somebody types into it. */
export function onSearchAudience(app: App, deps: Deps): void {
  app.options(suggestions.previewContact, async ({ ack, options, body }) => {
    try {
      const { campaignId } = previewSubjectOf(options.view?.private_metadata)
      const actor = await actorOf(deps, body.user)
      const found = await searchAudience(deps, { campaignId, text: options.value, actor })
      await ack({ options: contactOptions(found) })
    } catch (error) {
      // A menu can say nothing; the button beside it does.
      await ack({ options: [] })
      throw error
    }
  })
}
