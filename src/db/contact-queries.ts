import { companyKey } from '../domain/company.ts'
import type { ContactValues } from '../domain/contact-row.ts'
import type { RefusedRow } from '../domain/import-rows.ts'
import type { Tx } from './client.ts'

/** The most rows that one statement carries: a few megabytes of JSON. */
const chunkSize = 5_000

/**
 * Enters contacts under an import, with their consents. A contact that is known by its address keeps every value that
 * the import has none for, attributes included, and takes the new ones. Addresses must not repeat.
 */
export async function upsertContacts(
  tx: Tx,
  importId: string,
  contacts: readonly ContactValues[],
): Promise<void> {
  // In one order for everybody, or two imports of the same people would each wait for the other.
  const inOrder = contacts.toSorted((a, b) => (a.standard.email < b.standard.email ? -1 : 1))
  for (const chunk of chunks(inOrder)) {
    const rows = chunk.map(({ standard, attributes, consent }) =>
      Object.assign(
        {
          attributes,
          company_key: companyKey(standard),
          consent_source: consent?.source,
          consent_date: consent?.date,
        },
        standard,
      ),
    )
    await upsertChunk(tx, importId, JSON.stringify(rows))
  }
}

async function upsertChunk(tx: Tx, importId: string, rows: string): Promise<void> {
  await tx.$executeRaw`
    WITH row AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS r (
        email text, first_name text, last_name text, company text, job_title text, country text, time_zone text,
        phone text, attributes jsonb, company_key text, consent_source text, consent_date timestamptz)
    ), saved AS (
      INSERT INTO contact AS c
        (email, first_name, last_name, company, job_title, country, time_zone, phone, attributes, company_key)
      SELECT email, first_name, last_name, company, job_title, country, time_zone, phone, attributes, company_key FROM row
      ON CONFLICT (email) DO UPDATE SET
        first_name = COALESCE(EXCLUDED.first_name, c.first_name),
        last_name = COALESCE(EXCLUDED.last_name, c.last_name),
        company = COALESCE(EXCLUDED.company, c.company),
        job_title = COALESCE(EXCLUDED.job_title, c.job_title),
        country = COALESCE(EXCLUDED.country, c.country),
        time_zone = COALESCE(EXCLUDED.time_zone, c.time_zone),
        phone = COALESCE(EXCLUDED.phone, c.phone),
        company_key = COALESCE(EXCLUDED.company_key, c.company_key),
        attributes = c.attributes || EXCLUDED.attributes,
        updated_at = now()
      RETURNING id, email
    ), linked AS (
      INSERT INTO import_contact (import_id, contact_id) SELECT ${importId}::uuid, id FROM saved
    )
    INSERT INTO consent AS k (contact_id, channel, source, obtained_at, import_id)
    SELECT saved.id, 'email', row.consent_source, row.consent_date, ${importId}::uuid
    FROM saved JOIN row USING (email) WHERE row.consent_source IS NOT NULL
    ON CONFLICT (contact_id, channel, source)
      DO UPDATE SET obtained_at = EXCLUDED.obtained_at WHERE k.obtained_at IS NULL`
}

/** Keeps the rows of an import that were not taken, as they stood in the file. */
export async function keepRefusals(tx: Tx, importId: string, refused: readonly RefusedRow[]): Promise<void> {
  for (const chunk of chunks(refused)) {
    await tx.$executeRaw`
      INSERT INTO import_refusal (import_id, line, cells, reason)
      SELECT ${importId}::uuid, line, cells, reason
      FROM jsonb_to_recordset(${JSON.stringify(chunk)}::jsonb) AS r (line int, cells jsonb, reason text)`
  }
}

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += chunkSize) yield rows.slice(start, start + chunkSize)
}
