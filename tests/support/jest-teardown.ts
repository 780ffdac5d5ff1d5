/** Stops the run's PostgreSQL and removes its files. */
export default async function teardown(): Promise<void> {
  await globalThis.testPostgres?.stop()
}
