import { z } from 'zod'

/** An id that Postmark gives a mail: a UUID as of 2026. What is longer, or holds blanks or control characters, is none. */
export const postmarkId = z.string().regex(/^[\x21-\x7e]{1,200}$/)
