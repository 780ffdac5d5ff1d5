import { byType, object } from '../object.ts'
import { arrayOf, boolean, integer, number, oneOf, string, url } from '../values.ts'
import type { Rule } from '../rule.ts'
import type { Rules, Shape } from '../object.ts'

const style = object({
  optional: Object.fromEntries(
    ['bold', 'italic', 'strike', 'code', 'underline', 'highlight', 'client_highlight', 'unlink'].map(
      (name) => [name, boolean],
    ),
  ),
})

/** One run of text, mention or link inside a paragraph. */
const run = (required: Rules, optional: Rules = {}): Rule =>
  object({ required: { type: string(), ...required }, optional: { style, ...optional } })

const textAndLink: Rules = {
  text: run({ text: string() }),
  link: run({ url: url() }, { text: string(), unsafe: boolean }),
}

const runs: Rules = {
  ...textAndLink,
  broadcast: run({ range: oneOf('here', 'channel', 'everyone') }),
  channel: run({ channel_id: string() }),
  color: run({ value: string() }),
  date: run({ timestamp: number, format: string() }, { url: url(), fallback: string() }),
  emoji: run({ name: string() }, { unicode: string(), url: url() }),
  team: run({ team_id: string() }),
  user: run({ user_id: string() }),
  usergroup: run({ usergroup_id: string() }),
}

const part = ({ required = {}, optional = {} }: Shape): Rule =>
  object({ required: { type: string(), ...required }, optional })

const border: Rules = { border: oneOf(0, 1) }
const paragraph = { elements: arrayOf(byType(runs), { min: 0 }) }
const section = part({ required: paragraph })

const parts: Rules = {
  rich_text_section: section,
  rich_text_quote: part({ required: paragraph, optional: border }),
  rich_text_preformatted: part({
    required: { elements: arrayOf(byType(textAndLink), { min: 0 }) },
    optional: { ...border, language: string() },
  }),
  rich_text_list: part({
    required: {
      elements: arrayOf(byType({ rich_text_section: section })),
      style: oneOf('bullet', 'ordered'),
    },
    optional: { ...border, indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0 }) },
  }),
}

/** A rich_text block, which is also the value of a rich text input and a cell of a table. */
export const richText: Rule = object({
  required: { type: oneOf('rich_text'), elements: arrayOf(byType(parts)) },
  optional: { block_id: string({ max: 255 }) },
})
