import { planUnreadable } from './stored-plan.ts'

/**
 * What is stored of a campaign makes no sense, so that nothing of it can be sent; nothing is wrong with the database. The
 * message is for people, the cause for the log.
 */
export class CampaignFault extends Error {
  readonly campaignId: string

  constructor(campaignId: string, cause: unknown) {
    super('Baton cannot work out what comes next in this campaign. Its log says why.', { cause })
    this.name = 'CampaignFault'
    this.campaignId = campaignId
  }
}

/** Works something out from what was loaded of a campaign, asking no database. Throws a `CampaignFault` where that fails. */
export function workedOut<T>(campaignId: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CampaignFault(campaignId, error)
  }
}

/** Hands back a `CampaignFault`, and throws everything else. */
export function asCampaignFault(error: unknown): CampaignFault {
  if (error instanceof CampaignFault) return error
  throw error
}

/** Throws a `CampaignFault` as the Refusal for whoever wants something of that campaign, and everything else as it is. */
export function asRefusal(error: unknown): never {
  throw error instanceof CampaignFault ? planUnreadable() : error
}
