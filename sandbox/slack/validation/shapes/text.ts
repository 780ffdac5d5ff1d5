import { byType, object } from '../object.ts'
import { boolean, oneOf, string } from '../values.ts'
import type { Rule } from '../rule.ts'

const plain = (max: number): Rule =>
  object({
    required: { type: oneOf('plain_text'), text: string({ max }) },
    optional: { emoji: boolean },
  })

const marked = (max: number): Rule =>
  object({ required: { type: oneOf('mrkdwn'), text: string({ max }) }, optional: { verbatim: boolean } })

/** A text object where Slack takes only plain text; a mrkdwn one fails on its `type`. */
export const plainText = (max: number): Rule => plain(max)

/** A text object where Slack takes only mrkdwn. */
export const mrkdwn = (max: number): Rule => marked(max)

/** A text object of either kind. */
export const anyText = (max: number): Rule => byType({ plain_text: plain(max), mrkdwn: marked(max) })
