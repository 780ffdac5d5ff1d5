/** A sending domain of the account. */
export type DomainRecord = {
  readonly id: number
  readonly name: string
  dkimVerified: boolean
  returnPathDomain: string
  returnPathVerified: boolean
}

/** A single-address sender signature. */
export type SenderRecord = {
  readonly id: number
  readonly email: string
  readonly name: string
  readonly confirmed: boolean
}

export const domainRecord = (start: { id: number; name: string; verified: boolean }): DomainRecord => ({
  id: start.id,
  name: start.name.toLowerCase(),
  dkimVerified: start.verified,
  returnPathDomain: `pm-bounces.${start.name.toLowerCase()}`,
  returnPathVerified: start.verified,
})
