import type { GraphQLSchema } from 'graphql'
import { builder } from './builder.ts'
import './schema/apply-edit.ts'
import './schema/campaign.ts'
import './schema/campaign-control.ts'
import './schema/contact.ts'
import './schema/decide-problem.ts'
import './schema/decide-problems.ts'
import './schema/discard-edit.ts'
import './schema/end-campaign.ts'
import './schema/enrollment.ts'
import './schema/handover.ts'
import './schema/invariant.ts'
import './schema/member.ts'
import './schema/message.ts'
import './schema/pause-campaign.ts'
import './schema/plan-edit.ts'
import './schema/plan-problems.ts'
import './schema/problem.ts'
import './schema/refusal.ts'
import './schema/release-late.ts'
import './schema/reply.ts'
import './schema/resume-enrollment.ts'
import './schema/save-plan.ts'
import './schema/scalars.ts'
import './schema/start-campaign.ts'
import './schema/variant-results.ts'
import './schema/version.ts'

builder.queryType({})
builder.mutationType({})

/** Everything that can be asked of Baton over GraphQL. */
export const schema: GraphQLSchema = builder.toSchema()
