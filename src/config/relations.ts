import type { Mistake } from './config-error.ts'
import { exampleOf, variables } from './variables.ts'

type Given = Readonly<Record<string, string | undefined>>

/** The features that are there as a whole or not at all: what each needs and what it may have besides. */
const features = [
  { name: 'OpenAI', needs: ['OPENAI_API_KEY', 'OPENAI_MODEL'], may: ['OPENAI_BASE_URL'] },
  {
    name: 'Twilio',
    needs: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
    may: ['TWILIO_API_URL'],
  },
] as const

// The lease must outlast a call that times out and the statement that settles it, or a batch is judged twice.
const settleMarginSeconds = 30

/** What is wrong between variables, whatever is wrong with each by itself. */
export function relationMistakes(given: Given): Mistake[] {
  return [...slackMistakes(given), ...features.flatMap((feature) => halfSet(feature, given)), ...lease(given)]
}

function slackMistakes(given: Given): Mistake[] {
  if (given['SLACK_APP_TOKEN'] !== undefined || given['SLACK_SIGNING_SECRET'] !== undefined) return []
  const problem = 'is not set, and neither is SLACK_APP_TOKEN (one is needed: HTTP or Socket Mode)'
  return [mistake('SLACK_SIGNING_SECRET', problem)]
}

function halfSet({ name, needs, may }: (typeof features)[number], given: Given): Mistake[] {
  const begun = [...needs, ...may].some((variable) => given[variable] !== undefined)
  if (!begun) return []
  return needs
    .filter((variable) => given[variable] === undefined)
    .map((variable) =>
      mistake(variable, `is not set, though ${name} is half set up: set all of it or nothing`),
    )
}

function lease(given: Given): Mistake[] {
  const { BATON_SEND_TIMEOUT_SECONDS: timeout, BATON_SEND_LEASE_SECONDS: seconds } = variables.shape
  const call = timeout.safeParse(given['BATON_SEND_TIMEOUT_SECONDS'])
  const held = seconds.safeParse(given['BATON_SEND_LEASE_SECONDS'])
  if (!call.success || !held.success || held.data > call.data + settleMarginSeconds) return []
  const problem = `must be more than BATON_SEND_TIMEOUT_SECONDS and ${settleMarginSeconds} seconds together`
  return [mistake('BATON_SEND_LEASE_SECONDS', problem)]
}

/**
 * What is wrong with the time zone. Which ones there are is not for the environment to know. The three letters of some are names
 * too, of clocks without summer time that hardly anybody means.
 */
export function zoneMistakes(given: Given, isZone: (name: string) => boolean): Mistake[] {
  const zone = given['BATON_TIME_ZONE']?.trim()
  if (zone === undefined || zone === 'UTC' || (zone.includes('/') && isZone(zone))) return []
  return [
    mistake(
      'BATON_TIME_ZONE',
      'must be the name of a time zone as in the IANA list, with a place in it, or UTC',
    ),
  ]
}

function mistake(variable: string, problem: string): Mistake {
  return { variable, problem, example: exampleOf(variable) }
}
