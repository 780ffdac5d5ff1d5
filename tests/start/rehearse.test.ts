import { describe, expect, it } from '@jest/globals'
import { refuseRehearsal } from '../../src/cli/rehearsal.ts'

const here = 'http://127.0.0.1:4001'
const standIns = { slack: here, postmark: here, openai: here }

/** What a rehearsal with these vendors is told. */
function refusal(vendors: typeof standIns, isAsked = true): string {
  try {
    refuseRehearsal(
      {
        slack: { botToken: '', apiUrl: `${vendors.slack}/api/`, intake: { kind: 'socket', appToken: '' } },
        postmark: {
          serverToken: '',
          accountToken: null,
          apiUrl: vendors.postmark,
          webhook: { user: '', password: '' },
          inboundAddress: '',
          broadcastStream: 'broadcast',
        },
        openai: { apiKey: '', model: '', baseUrl: `${vendors.openai}/v1` },
      },
      isAsked,
    )
    return 'none'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

describe('a Baton whose clock can be moved', () => {
  it('starts among stand-ins on this machine', () => {
    expect(refusal(standIns)).toBe('none')
    expect(refusal({ slack: 'http://localhost:1', postmark: 'http://[::1]:2', openai: here })).toBe('none')
  })

  it.each([
    [{ slack: 'https://slack.com' }, 'slack.com'],
    [{ postmark: 'https://api.postmarkapp.com' }, 'api.postmarkapp.com'],
    [{ openai: 'https://api.openai.com' }, 'api.openai.com'],
    [{ postmark: 'http://127.0.0.1.example.com' }, '127.0.0.1.example.com'],
  ])('does not start where real people are: %o', (vendors, host) => {
    expect(refusal({ ...standIns, ...vendors })).toContain(`${host} is not on this machine`)
  })

  it('does not start by hand, with nobody to move its clock', () => {
    expect(refusal(standIns, false)).toContain('npm run demo')
  })
})
