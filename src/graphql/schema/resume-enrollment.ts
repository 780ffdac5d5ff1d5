import { Refusal } from '../../domain/refusal.ts'
import { resumeEnrollment } from '../../operations/enrollment/resume.ts'
import { builder } from '../builder.ts'

builder.mutationField('resumeEnrollment', (t) =>
  t.prismaField({
    description:
      'Lets one contact of a campaign go on who is paused: after a reply, a click or a colleague’s reply, or while away. ' +
      'Needs a token with the role admin or marketer.',
    type: 'Enrollment',
    authScopes: { runCampaigns: true },
    errors: {
      types: [Refusal],
      union: { name: 'ResumeEnrollmentResult' },
      result: { name: 'ResumeEnrollmentSuccess' },
      dataField: { name: 'enrollment' },
    },
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: async (query, _root, { id }, { deps, caller }) => {
      const actor = { kind: 'token', tokenId: caller.tokenId } as const
      await resumeEnrollment(deps, { enrollmentId: id, actor, origin: 'graphql' })
      return deps.readDb.enrollment.findUniqueOrThrow({ ...query, where: { id } })
    },
  }),
)
