import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { builder } from '../builder.ts'

const uuid = z.uuid()
const dateTime = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

builder.scalarType('UUID', {
  description: 'An id. Ids of later rows are greater, so that sorting by id is sorting by age.',
  serialize: (value) => value,
  parseValue: (value) =>
    parsed(uuid, value, 'An id looks like 019a8f4e-6c5a-7d3e-8a11-2b7f0c9d4e55.').toLowerCase(),
})

builder.scalarType('DateTime', {
  description: 'A moment in ISO 8601, in UTC, with milliseconds: 2026-11-23T09:00:00.000Z',
  serialize: (value) => value.toISOString(),
  parseValue: (value) => parsed(dateTime, value, 'A moment looks like 2026-11-23T09:00:00Z.'),
})

builder.scalarType('JSON', { description: 'Any JSON value.', serialize: (value) => value })

function parsed<T>(rule: z.ZodType<T>, value: unknown, advice: string): T {
  const result = rule.safeParse(value)
  if (!result.success) throw new GraphQLError(advice, { extensions: { code: 'BAD_USER_INPUT' } })
  return result.data
}
