import { expect, it, jest } from '@jest/globals'
import { calmLog } from '../../src/adapters/calm-log.ts'
import { quietLog } from '../support/quiet-log.ts'

const refused = { error: Object.assign(new Error('no'), { code: 'ECONNREFUSED' }) }

it('the same fault is told ten times a minute at most, and then how many were left out; others are not kept back', () => {
  const { log, lines } = quietLog()
  const now = jest.spyOn(performance, 'now').mockReturnValue(0)
  const calm = calmLog(log)
  for (let n = 0; n < 30; n += 1) calm.warn(refused, 'Not ready')
  expect(lines).toHaveLength(10)
  calm.warn({ error: new Error('another') }, 'Not ready')
  calm.error({}, 'Something else')
  calm.info({}, 'A job is done')
  expect(lines).toHaveLength(13)
  now.mockReturnValue(60_000)
  calm.warn(refused, 'Not ready')
  calm.warn(refused, 'Not ready')
  expect(lines.slice(13).map(({ facts }) => facts['leftOut'])).toEqual([20, undefined])
})

it('the line that a ref leads to is never left out', () => {
  const { log, lines } = quietLog()
  const calm = calmLog(log)
  for (let n = 0; n < 30; n += 1) calm.error({ ref: `${n}` }, 'A request failed')
  expect(lines).toHaveLength(30)
})

it('does not remember without end which faults it has told', () => {
  const { log, lines } = quietLog()
  const calm = calmLog(log)
  for (let n = 0; n < 11; n += 1) calm.warn(refused, 'Not ready')
  for (let n = 0; n < 1_000; n += 1) calm.warn({}, `Slack says ${n}`)
  calm.warn(refused, 'Not ready')
  expect(lines).toHaveLength(10 + 1_000 + 1)
})
