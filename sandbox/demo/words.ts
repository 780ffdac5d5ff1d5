import type { Story } from './play.ts'

/** Says where everything is and what to try. */
export function printWelcome({
  page,
  baton,
  databaseUrl,
}: {
  page: string
  baton: string
  databaseUrl: string
}): void {
  console.log(`
Baton runs on this machine, with stand-ins for Slack, Postmark and OpenAI. Nothing leaves it.

  Open    ${page}
  Baton   ${baton}   (GraphQL at /graphql: make a token with
          DATABASE_URL=${databaseUrl} npm run token -- --name bi --role analyst)

Try this:
  1. In #campaigns, type /campaign new. Use samples/contacts-500.csv and a sender at northwind.example.
  2. Look at the preview, send a test to yourself, press Launch. The card follows along.
  3. Open the Inbox tab: read a mail, click its link, answer "Yes, please call me", or unsubscribe.
  4. In Workspace, act as Raj (bottom left), open #sales, press Two panes: Elena is beside him. Press Claim in both.
  5. Write in the lead's thread and find it in the Inbox. Answer it there; the answer comes back to the thread.
  6. Give a campaign two steps, press the clock (top right) and jump to the next due moment. Faults, beside it, makes Postmark, Slack or OpenAI fail.

Press Ctrl+C to stop.
`)
}

/** Prints what happened, for people and, as the last line, as JSON. Returns whether every step happened. */
export function printStory(story: Story): boolean {
  for (const { step, ok, detail } of story.steps)
    console.log(`${ok ? '  ok  ' : 'FAILED'}  ${step}${detail ? `: ${detail}` : ''}`)
  const ok = story.steps.every((step) => step.ok)
  console.log('')
  console.log(JSON.stringify({ ok, ...story.counts }))
  return ok
}
