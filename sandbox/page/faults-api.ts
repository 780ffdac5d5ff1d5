import { PageError } from './http.ts'
import { openAiFaults } from './openai-faults.ts'
import { postmarkFaults } from './postmark-faults.ts'
import { slackFaults } from './slack-faults.ts'
import type { FaultDesk } from './fault-desk.ts'
import type { FaultsPage, Vendor } from './faults-view.ts'
import type { JsonObject } from '../slack/json.ts'
import type { StandIns } from './stand-ins.ts'

const vendors: readonly Vendor[] = ['Postmark', 'Slack', 'OpenAI']

const desksOf = ({ postmark, slack, openai }: StandIns): Record<Vendor, FaultDesk> => ({
  Postmark: postmarkFaults(postmark),
  Slack: slackFaults(slack),
  OpenAI: openAiFaults(openai),
})

const mostTimes = 100

/** What can be ordered, and what waits. */
export function listFaults(standIns: StandIns): FaultsPage {
  const desks = desksOf(standIns)
  return {
    offered: vendors.flatMap((vendor) => desks[vendor].offered),
    waiting: vendors.flatMap((vendor) =>
      desks[vendor]
        .waiting()
        .map(({ id, label, left }) => ({ id, vendor, label, left: Number.isFinite(left) ? left : null })),
    ),
  }
}

/**
 * Lets the next calls fail. What was ordered last of a vendor grows when the same is ordered again, so that no two rows
 * look alike. @throws PageError 400
 */
export function orderFault(standIns: StandIns, { kind, times }: JsonObject): void {
  const desks = Object.values(desksOf(standIns))
  const kinds = desks.flatMap(({ offered }) => offered.map((known) => known.kind))
  const desk = desks.find(({ offered }) => offered.some((known) => known.kind === kind))
  if (typeof kind !== 'string' || !desk)
    throw new PageError(400, `There is no such fault. Known: ${kinds.join(', ')}.`)
  if (typeof times !== 'number' || !Number.isInteger(times) || times < 1 || times > mostTimes)
    throw new PageError(400, `A fault strikes 1 to ${mostTimes} times.`)
  const last = desk.waiting().at(-1)
  const grows = last !== undefined && last.kind === kind
  if (grows) desk.takeBack(last.id)
  desk.order(kind, times + (grows ? last.left : 0))
}

/** @throws PageError 400 when no id of a vendor's is given */
export function takeBackFault(standIns: StandIns, { vendor, id }: JsonObject): void {
  const named = vendors.find((known) => known === vendor)
  if (typeof id !== 'number' || !named)
    throw new PageError(400, 'Name the fault to take back by its vendor and its id.')
  desksOf(standIns)[named].takeBack(id)
}
