import { object } from '../object.ts'
import { must } from '../rule.ts'
import { string, webUrl } from '../values.ts'
import type { Check } from '../rule.ts'
import type { Rules } from '../object.ts'

/** Images come from a URL or from a file in Slack. */
export const imageSource: Rules = {
  image_url: webUrl(),
  slack_file: object({
    optional: { id: string(), url: webUrl() },
    checks: [
      must((file) => (file['id'] === undefined) !== (file['url'] === undefined), 'must provide id or url'),
    ],
  }),
}

export const oneImageSource: Check = must(
  (image) => (image['image_url'] === undefined) !== (image['slack_file'] === undefined),
  'must provide either image_url or slack_file',
)

/** The small picture inside sections, contexts, cards and containers. */
export const imageElement = object({
  required: { type: string(), alt_text: string({ max: 2000 }) },
  optional: imageSource,
  checks: [oneImageSource],
})
