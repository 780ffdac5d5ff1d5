import { type Explanation, explanationKinds } from '../../domain/explain.ts'
import type { CampaignExplanation } from '../../operations/campaign/explain.ts'
import { builder } from '../builder.ts'

const kind = builder.enumType('ExplanationKind', {
  description: 'Why people of a campaign are not through, in the order in which they are told.',
  values: Object.fromEntries(explanationKinds.map((each) => [each.replaceAll('-', '_'), { value: each }])),
})

const line = builder.objectRef<Explanation>('ExplanationLine').implement({
  description: 'So many people of a campaign who are not through for the same reason.',
  fields: (t) => ({
    count: t.exposeInt('count'),
    kind: t.expose('kind', { type: kind }),
    why: t.exposeString('why', { description: 'For people to read.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'When it goes on by itself; null while a person or somebody else must do something first.',
    }),
  }),
})

/** Why a campaign is not finished. */
export const explanation = builder.objectRef<CampaignExplanation>('CampaignExplanation').implement({
  description: 'Everybody of a campaign who is not through: the counts of the lines add up to total.',
  fields: (t) => ({ total: t.exposeInt('total'), lines: t.expose('lines', { type: [line] }) }),
})
