import { OpenAI } from 'openai'
import { zodTextFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { type LanguageModel, replyReading } from '../ports/language-model.ts'
import { readAnswer } from './openai-answer.ts'
import { replyPrompt } from './openai-prompt.ts'

/** How to reach OpenAI or a server that speaks its Responses API. */
export type OpenAiSettings = { apiKey: string; baseUrl: string; model: string; timeoutMs: number }

/** Room for the reading and for what a reasoning model thinks before it; a bound on what one reply can cost. */
const maxOutputTokens = 2_000

// Not every model that takes a schema takes a length of strings in it, so that bound is applied to the answer instead.
const wireFormat = zodTextFormat(
  replyReading.extend({ reasons: z.array(z.string()).max(3) }),
  'reply_reading',
)

/** Reads replies with a model that has no tools, keeps nothing and is asked once: trying again is the caller's call. */
export function openAiLanguageModel({ apiKey, baseUrl, model, timeoutMs }: OpenAiSettings): LanguageModel {
  const client = new OpenAI({ apiKey, baseURL: baseUrl, timeout: timeoutMs, maxRetries: 0 })

  return {
    readReply: async (input) => {
      const { canary, instructions, text } = replyPrompt(input)
      try {
        const answer: unknown = await client.responses.create({
          model,
          instructions,
          input: text,
          text: { format: wireFormat },
          max_output_tokens: maxOutputTokens,
          store: false,
        })
        return readAnswer(answer, canary)
      } catch (error) {
        return { kind: 'transport', reason: transportReason(error) }
      }
    },
  }
}

/** 401, 403, 400 and an empty account are for an operator to mend; the words say so. The reply can be read later. */
function transportReason(error: unknown): string {
  if (!(error instanceof OpenAI.APIError)) {
    return `The model's server answered something unreadable: ${error instanceof Error ? error.message : String(error)}`
  }
  const status: unknown = error.status
  const words = error.message.slice(0, 300)
  if (status === 401 || status === 403) return `The model's server refuses our key: ${words}`
  if (error.code === 'insufficient_quota') return `The account with the model's server is used up: ${words}`
  if (status === 400 || status === 404) return `The model's server refuses the request or the model: ${words}`
  return `The model's server could not be asked: ${words}`
}
