/** Merge fields that every contact can have; all others are columns of the imports. */
export const standardFields = [
  'first_name',
  'last_name',
  'email',
  'company',
  'job_title',
  'country',
  'time_zone',
  'phone',
] as const

/** One of the standard merge fields. */
export type StandardField = (typeof standardFields)[number]

/** Columns that say what a contact agreed to. They become a consent, not merge fields. */
export const consentFields = ['consent_source', 'consent_date'] as const

// Words with a meaning of their own in a template, which a column must not take.
const reservedWords = new Set(
  'true false nil null empty blank and or not contains unsubscribe_url sender_name'.split(' '),
)

const maxNameLength = 60

/**
 * The merge field that a column header stands for: "Annual Revenue" → `annual_revenue`, "Größe (m²)" → `grosse_m2`.
 * Letters of any script are kept. Null when the header holds no letter and no digit.
 */
export function mergeFieldName(header: string): string | null {
  const name = header
    .slice(0, 200)
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replaceAll(' ', '_')
  const short = name.slice(0, maxNameLength).toWellFormed()
  if (short === '') return null
  return /^\p{N}/u.test(short) || reservedWords.has(short) ? `field_${short}` : short
}

/** The merge fields that a template may use for contacts of an import with these columns. */
export function knownMergeFields(mapping: readonly (string | null)[]): string[] {
  const consent: readonly string[] = consentFields
  const columns = mapping.filter((name) => name !== null).filter((name) => !consent.includes(name))
  return [...new Set([...standardFields, ...columns])]
}
