import { fileURLToPath } from 'node:url'
import { csvTables } from '../adapters/csv-tables.ts'
import { publicHolidays } from '../adapters/holidays.ts'
import { readLayout } from '../adapters/mjml-layout.ts'
import { openAiLanguageModel } from '../adapters/openai.ts'
import { postmarkEmail } from '../adapters/postmark.ts'
import { readPostmarkEvent } from '../adapters/postmark-events.ts'
import { readPostmarkInbound } from '../adapters/postmark-inbound.ts'
import { signedLinks } from '../adapters/signed-links.ts'
import { liquidTemplates } from '../adapters/templates.ts'
import type { Config } from '../config/config.ts'
import type { Deps } from '../operations/deps.ts'

const layoutFile = fileURLToPath(new URL('../../templates/layout.mjml', import.meta.url))

/** The vendors, set up as the configuration says. */
export type Vendors = Pick<
  Deps,
  'email' | 'mailbox' | 'languageModel' | 'templates' | 'tables' | 'links' | 'holidays'
>

/** Builds what answers behind the ports. Nothing is called yet. */
export async function buildVendors(config: Config): Promise<Vendors> {
  const { postmark, openai, sending } = config
  return {
    email: postmarkEmail({
      serverToken: postmark.serverToken,
      apiUrl: postmark.apiUrl,
      broadcastStream: postmark.broadcastStream,
      transactionalStream: 'outbound',
      timeoutSeconds: sending.timeoutMs / 1000,
    }),
    mailbox: { readEvent: readPostmarkEvent, readInbound: readPostmarkInbound },
    languageModel: openai && openAiLanguageModel({ ...openai, timeoutMs: 30_000 }),
    templates: liquidTemplates({ layout: await readLayout(layoutFile) }),
    tables: csvTables(),
    holidays: publicHolidays(),
    links: signedLinks({ secret: config.appSecret, publicUrl: config.http.publicUrl }),
  }
}
