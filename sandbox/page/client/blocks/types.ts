import type { Where } from '../../../slack/person-types.ts'
import type { FieldError, StateValues } from '../../../slack/snapshot-types.ts'
import type { Act } from '../../acts.ts'
import type { JsonObject } from '../../../slack/json.ts'
import type { ActResult } from '../parts/api.ts'

/*
 * Block Kit as this page reads it: one loose shape with every field optional. The stand-in has already checked the
 * blocks strictly, so the page only has to be careful about what is absent.
 */
export type TextObject = { type: string; text: string }
export type Option = { text: TextObject; value?: string; description?: TextObject; url?: string }
export type OptionGroup = { label: TextObject; options: Option[] }

/** An element of a block, or a node of rich text at any depth. */
export type Element = {
  type: string
  action_id?: string
  text?: TextObject | string
  value?: string
  style?: string | TextStyle
  url?: string
  placeholder?: TextObject
  options?: Option[]
  option_groups?: OptionGroup[]
  multiline?: boolean
  max_length?: number
  min_query_length?: number
  max_files?: number
  filetypes?: string[]
  image_url?: string
  slack_file?: { url?: string }
  alt_text?: string
  accessibility_label?: string
  positive_button?: Element
  negative_button?: Element
  elements?: Element[]
  name?: string
  user_id?: string
  channel_id?: string
  range?: string
  timestamp?: number
  format?: string
  fallback?: string
  indent?: number
}

export type TextStyle = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean }

export type Block = {
  type: string
  block_id?: string
  text?: TextObject | string
  fields?: TextObject[]
  accessory?: Element
  /** Elements, the texts of a context, the cards of a carousel or the parts of rich text, by the block's type. */
  elements?: Element[]
  element?: Element
  label?: TextObject
  hint?: TextObject
  optional?: boolean
  title?: TextObject | string
  subtitle?: TextObject | string
  body?: TextObject | string
  image_url?: string
  slack_file?: { url?: string }
  alt_text?: string
  level?: string
  rows?: TableCell[][]
  caption?: string
  page_size?: number
  column_settings?: { align?: string }[]
  hero_image?: Element
  icon?: Element
  actions?: Element[]
  child_blocks?: Block[]
  default_collapsed?: boolean
}

export type TableCell = { type: string; text?: string; elements?: Element[] }

/** Where blocks stand, what was typed into them so far, and how they reach the app. */
export type Surface = {
  where: Where
  state: StateValues
  errors: FieldError[]
  /** True while the app has not acknowledged a press of that control. */
  isPending: (actionId: string) => boolean
  act: (act: Act) => Promise<ActResult>
}

/** An element with the block it stands in. */
export type ElementProps = { element: Element; blockId: string }

export function asBlocks(blocks: readonly JsonObject[]): Block[] {
  return blocks.map((block) => ({ ...block, type: String(block['type']) }))
}

/** The text of a text object or of a bare string. */
export function textOf(text: TextObject | string | undefined): string {
  return typeof text === 'string' ? text : (text?.text ?? '')
}
