import { describe, expect, it } from '@jest/globals'
import {
  type CampaignDeed,
  mayDo,
  requirePermission,
  roleFor,
  type Role,
} from '../../src/domain/permission.ts'

const owner = { slackUserId: 'U0MAYA', name: 'Maya' }
const maya = { slackUserId: 'U0MAYA', role: 'marketer' } as const
const someone = (role: Role) => ({ slackUserId: 'U0OMAR', role })

const ofTheOwner: readonly (readonly [CampaignDeed, string])[] = [
  ['launch', 'launch it'],
  ['test', 'send a test of it'],
  ['preview', 'preview it'],
  ['resume', 'resume it'],
  ['cancel', 'cancel it'],
  ['rerun', 'run it again'],
]

describe.each(ofTheOwner)('to %s a campaign', (deed, words) => {
  it('is for its owner, whatever their role', () => {
    for (const role of ['admin', 'marketer', 'sales', 'analyst'] as const)
      expect(mayDo(deed, { ...maya, role }, owner)).toBe(true)
  })

  it('is for any admin', () => {
    expect(mayDo(deed, someone('admin'), owner)).toBe(true)
  })

  it('is for nobody else, who read who can', () => {
    for (const role of ['marketer', 'sales', 'analyst'] as const) {
      expect(mayDo(deed, someone(role), owner)).toBe(false)
      expect(() => requirePermission(deed, someone(role), owner)).toThrow(
        `Only Maya, who owns this campaign, or an admin can ${words}.`,
      )
    }
  })
})

describe('to pause a campaign', () => {
  it('is for every member, as a brake must be in reach', () => {
    for (const role of ['admin', 'marketer', 'sales', 'analyst'] as const) {
      expect(mayDo('pause', someone(role), owner)).toBe(true)
      expect(() => requirePermission('pause', someone(role), owner)).not.toThrow()
    }
  })
})

describe('the role of a member', () => {
  it.each([
    [null, true, 'admin'],
    [null, false, 'marketer'],
    ['marketer', true, 'admin'],
    ['marketer', false, 'marketer'],
    ['admin', false, 'admin'],
    ['admin', true, 'admin'],
    ['sales', true, 'sales'],
    ['analyst', true, 'analyst'],
  ] as const)('was %s, runs the workspace: %s, is %s', (known, slackAdmin, role) => {
    expect(roleFor(known, { slackAdmin })).toBe(role)
  })
})
