import { expect, it } from '@jest/globals'
import { recognizeOutage } from '../../../src/operations/health/recognize-outage.ts'

const failure = (message: string, code?: string) =>
  Object.assign(new Error(message), code === undefined ? {} : { code })

it.each([
  ['nobody listens there', failure('connect ECONNREFUSED 127.0.0.1:5432', 'ECONNREFUSED')],
  ['PostgreSQL shuts down', failure('terminating connection due to administrator command', '57P01')],
  ['the line broke without a code', failure('Connection terminated unexpectedly')],
  [
    'no connection came free',
    failure('Transaction API error: Unable to start a transaction in the given time.', 'P2028'),
  ],
])('takes the database for away when %s', (_, error) => {
  expect(recognizeOutage(error)).toBe(true)
})

it.each([
  ['a row is there already', failure('Unique constraint failed on the fields: (`name`)', 'P2002')],
  [
    'a vendor’s line broke, which is only the cause',
    new Error('No answer', { cause: failure('reset', 'ECONNRESET') }),
  ],
  ['nothing is known', null],
])('does not when %s', (_, error) => {
  expect(recognizeOutage(error)).toBe(false)
})
