/** An answer of the API; success is always 200. */
export type Answer = { readonly status: number; readonly body: unknown }

/** Postmark's error body. */
export type Refusal = { readonly ErrorCode: number; readonly Message: string }

export const ok = (body: unknown): Answer => ({ status: 200, body })

/** 422 unless told: most of Postmark's errors come with it. */
export const refuse = (errorCode: number, message: string, status = 422): Answer => ({
  status,
  body: { ErrorCode: errorCode, Message: message } satisfies Refusal,
})

/** The ErrorCode of an answer, 0 when it has none. */
export const errorCodeOf = (body: unknown): number =>
  typeof body === 'object' && body !== null && 'ErrorCode' in body && typeof body.ErrorCode === 'number'
    ? body.ErrorCode
    : 0
