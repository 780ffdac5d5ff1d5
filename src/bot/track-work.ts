import type { App } from '@slack/bolt'

/** Knows what is being done, because most of it is done after Slack has had its answer. */
export function trackWork(app: App): { finished: () => Promise<void> } {
  const running = new Set<Promise<void>>()
  app.use(async ({ next }) => {
    const work = next()
    running.add(work)
    try {
      await work
    } finally {
      running.delete(work)
    }
  })
  return {
    async finished() {
      await Promise.allSettled(running)
    },
  }
}
