import type { Settings } from '../../src/operations/deps.ts'

/** Values of a deployment, as many as tests of single operations need to be different from nothing. */
export const testSettings: Settings = {
  timeZone: 'UTC',
  sendLanes: 3,
  sendBatch: 500,
  inboundAddress: 'reply@in.example',
  sendTimeoutMs: 30_000,
  sendLeaseMs: 120_000,
  settleWindowMs: 900_000,
}
