import { standingOf } from '../../db/standing-queries.ts'
import { explainCampaign } from '../../operations/campaign/explain.ts'
import { builder } from '../builder.ts'
import { campaign } from './campaign.ts'
import { explanation } from './explanation.ts'
import { standing } from './standing.ts'
import { campaignVersion, versionConnection } from './version.ts'

builder.prismaObjectFields(campaign, (t) => ({
  currentVersion: t.field({
    type: campaignVersion,
    nullable: true,
    description: 'The newest version, which whoever is enrolled now runs on; null before launch.',
    select: (_args, _context, nested) => ({
      versions: nested({ take: 1, orderBy: { number: 'desc' } }),
    }),
    resolve: ({ versions }) => versions[0] ?? null,
  }),
  versions: t.prismaConnection(
    {
      description: 'Newest first.',
      type: campaignVersion,
      cursor: 'id',
      resolve: (query, { id }, _args, { deps }) =>
        deps.readDb.campaignVersion.findMany({
          ...query,
          where: { campaignId: id },
          orderBy: { id: 'desc' },
        }),
    },
    versionConnection,
  ),
  standing: t.field({
    type: standing,
    description: 'Counts as 500 rows of a query.',
    extensions: { rows: 500 },
    resolve: ({ id }, _args, { deps }) => standingOf(deps.readDb, id),
  }),
  explanation: t.field({
    type: explanation,
    description: 'Why it is not finished. Counts as 500 rows of a query.',
    extensions: { rows: 500 },
    resolve: ({ id }, _args, { deps }) => explainCampaign({ ...deps, db: deps.readDb }, { campaignId: id }),
  }),
}))
