/** The domain that the stand-in lets Baton send from. */
export const senderDomain = 'northwind.example'

/** The server's token at the stand-in. */
export const postmarkToken = 'bench-server-token'

/** What the stand-in proves itself with when it calls Baton's webhooks. */
export const webhookCredentials = { user: 'postmark', password: 'bench-password' }

/** Baton's environment on a database and a Postmark stand-in, with nobody at Slack's end: nothing here opens a card. */
export function environment(place: { databaseUrl: string; postmarkUrl: string }): Record<string, string> {
  return {
    DATABASE_URL: place.databaseUrl,
    PUBLIC_URL: 'http://127.0.0.1:3000',
    APP_SECRET: 'bench-secret-of-no-value-outside-this-machine',
    BATON_ROLES: 'worker',
    SLACK_BOT_TOKEN: 'xoxb-nobody',
    SLACK_SIGNING_SECRET: 'nobody-signs-here',
    POSTMARK_API_URL: place.postmarkUrl,
    POSTMARK_SERVER_TOKEN: postmarkToken,
    POSTMARK_WEBHOOK_USER: webhookCredentials.user,
    POSTMARK_WEBHOOK_PASSWORD: webhookCredentials.password,
    POSTMARK_INBOUND_ADDRESS: `reply@inbound.${senderDomain}`,
  }
}
