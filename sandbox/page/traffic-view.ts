/** One line of the Traffic tab; `key` fetches the whole entry. */
export type TrafficLine = {
  key: string
  /** Workspace time, ms. */
  at: number
  vendor: 'Slack' | 'Postmark' | 'OpenAI'
  /** `call`: the app asked the vendor. `delivery`: the vendor told the app. */
  direction: 'call' | 'delivery'
  title: string
  detail: string
  isFine: boolean
  outcome: string
}

export type TrafficEntry = { line: TrafficLine; raw: unknown }
