import { confirmable, element, focusable, placeholder } from './element.ts'
import { object } from '../object.ts'
import { arrayOf, boolean, integer, oneOf, string } from '../values.ts'
import { must } from '../rule.ts'
import {
  initialAmongOptions,
  optionGroups,
  optionsOrGroups,
  selectOption,
  selectOptions,
} from '../shapes/option.ts'
import type { Rule } from '../rule.ts'
import type { Rules } from '../object.ts'

const common: Rules = { ...confirmable, ...focusable, ...placeholder }
const several: Rules = { ...common, max_selected_items: integer({ min: 1 }) }
const forSubmit: Rules = { response_url_enabled: boolean }
const ids = arrayOf(string())

const filter = object({
  optional: {
    include: arrayOf(oneOf('im', 'mpim', 'private', 'public'), { max: 4 }),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
  checks: [must((value) => Object.keys(value).length > 0, 'must provide at least one filter')],
})
const ofConversations: Rules = { default_to_current_conversation: boolean, filter }

const staticMenu = (extra: Rules): Rule =>
  element({
    optional: { ...extra, options: selectOptions, option_groups: optionGroups },
    checks: [optionsOrGroups, initialAmongOptions],
  })

const externalMenu = (extra: Rules): Rule =>
  element({ optional: { ...extra, min_query_length: integer({ min: 0 }) } })

const menu = (extra: Rules): Rule => element({ optional: extra })

/** Menus in which people pick one. */
export const selectMenus: Rules = {
  static_select: staticMenu({ ...common, initial_option: selectOption }),
  external_select: externalMenu({ ...common, initial_option: selectOption }),
  users_select: menu({ ...common, initial_user: string() }),
  channels_select: menu({ ...common, ...forSubmit, initial_channel: string() }),
  conversations_select: menu({
    ...common,
    ...forSubmit,
    ...ofConversations,
    initial_conversation: string(),
  }),
}

/** Menus in which people pick several. */
export const multiSelectMenus: Rules = {
  multi_static_select: staticMenu({ ...several, initial_options: selectOptions }),
  multi_external_select: externalMenu({ ...several, initial_options: selectOptions }),
  multi_users_select: menu({ ...several, initial_users: ids }),
  multi_channels_select: menu({ ...several, initial_channels: ids }),
  multi_conversations_select: menu({ ...several, ...ofConversations, initial_conversations: ids }),
}
