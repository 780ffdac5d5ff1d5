import { expect, it } from '@jest/globals'
import { pinoLog } from '../../src/adapters/pino-log.ts'

const canary = 'person1@roast.example'

function logged(error: unknown): string {
  const lines: string[] = []
  pinoLog('info', { write: (line: string) => lines.push(line) }).error({ error }, 'A job failed')
  return lines.join('')
}

it('an error is logged with its stack, codes and causes, and without the row it stumbled over', () => {
  const detail = `Failing row contains (1, ${canary}, hello).`
  const refused = Object.assign(new Error(`null value in column "x"\nDETAIL: ${detail}`), {
    code: '23502',
    constraint: 'contact_email_key',
    detail,
    meta: { row: canary },
  })
  const line = logged(new Error('The import failed', { cause: refused }))
  expect(line).not.toContain(canary)
  expect(JSON.parse(line)).toMatchObject({
    error: {
      message: 'The import failed',
      stack: expect.stringContaining('logged-error.test'),
      cause: { code: '23502', constraint: 'contact_email_key' },
    },
  })
})

it('what was thrown without being an error is logged too', () => {
  expect(JSON.parse(logged('lost'))).toMatchObject({ error: { type: 'string', message: 'lost' } })
})
