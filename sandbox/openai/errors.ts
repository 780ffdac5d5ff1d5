import type { Answer } from './types.ts'

type ErrorFields = {
  status: number
  message: string
  type?: string
  code?: string | null
  param?: string | null
}

/** An error in OpenAI's shape: `{"error": {message, type, code, param}}`. */
export const errorAnswer = (fields: ErrorFields, headers: Record<string, string> = {}): Answer => {
  const { status, message, type = 'invalid_request_error', code = null, param = null } = fields
  return {
    status,
    headers,
    outcome: code ?? `${status}`,
    body: JSON.stringify({ error: { message, type, param, code } }),
  }
}

export const badRequest = (
  message: string,
  param: string | null = null,
  code: string | null = null,
): Answer => errorAnswer({ status: 400, message, param, code })
