import { resumeEnrollment } from '../../operations/enrollment/resume.ts'
import { builder } from '../builder.ts'
import { control, doneBy } from '../control.ts'

const resumed = builder.objectRef<{ enrollmentId: string }>('ResumeEnrollmentSuccess').implement({
  fields: (t) => ({
    enrollment: t.prismaField({
      type: 'Enrollment',
      resolve: (query, { enrollmentId }, _args, { deps }) =>
        deps.readDb.enrollment.findUniqueOrThrow({ ...query, where: { id: enrollmentId } }),
    }),
  }),
})

builder.mutationField('resumeEnrollment', (t) =>
  t.field({
    description:
      'Lets one contact of a campaign go on who is paused: after a reply, a click or a colleague’s reply, or while away. ' +
      'Needs a token with the role admin or marketer.',
    type: resumed,
    ...control('ResumeEnrollment'),
    args: { id: t.arg({ type: 'UUID', required: true }) },
    resolve: async (_root, { id }, { deps, caller }) => {
      await resumeEnrollment(deps, { enrollmentId: id, ...doneBy(caller) })
      return { enrollmentId: id }
    },
  }),
)
