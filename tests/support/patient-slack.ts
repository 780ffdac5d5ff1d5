/**
 * A Slack that waits for an app on a busy machine, for longer than a person would: what a test says must not depend on
 * how soon it was done. Where lateness is the subject, it is put on order (`faults.lateAck`) or the clock is the test's own.
 */
export const patientSlack = { ackLimitMs: 60_000, protocolNow: () => 0 }
