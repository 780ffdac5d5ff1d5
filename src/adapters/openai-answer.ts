import { z } from 'zod'
import { type ModelUsage, type ReadingOutcome, replyReading } from '../ports/language-model.ts'
import { promptVersion } from './openai-prompt.ts'

/** The parts of a Responses answer that are used. Compatible servers leave out usage, and more. */
const answerShape = z.object({
  status: z.string().optional(),
  model: z.string().default('unknown'),
  error: z.object({ message: z.string() }).nullish(),
  incomplete_details: z.object({ reason: z.string().optional() }).nullish(),
  output: z.array(
    z.object({
      content: z
        .array(z.object({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }))
        .optional(),
    }),
  ),
  usage: z.object({ input_tokens: z.int().default(0), output_tokens: z.int().default(0) }).nullish(),
})

type Answer = z.infer<typeof answerShape>

/** A reason that runs on is cut instead of throwing the reading away. */
const cutReading = replyReading.extend({
  reasons: z
    .array(
      z.string().transform((reason) =>
        reason
          .replace(/\p{Cc}+/gu, ' ')
          .slice(0, 160)
          .toWellFormed(),
      ),
    )
    .max(3),
})

/** What a Responses answer says about the reply. The canary stands in the instructions and nowhere else. */
export function readAnswer(body: unknown, canary: string): ReadingOutcome {
  const answer = answerShape.safeParse(body)
  if (!answer.success)
    return { kind: 'transport', reason: "The model's server answered something unreadable." }
  return unfinished(answer.data) ?? readContent(answer.data, canary)
}

function unfinished({ status, error, incomplete_details: details }: Answer): ReadingOutcome | null {
  if (error || status === 'failed') {
    return {
      kind: 'transport',
      reason: `The model failed: ${error?.message.slice(0, 300) ?? 'no reason given'}`,
    }
  }
  if (status === 'incomplete') {
    return { kind: 'incomplete', reason: `The model stopped early: ${details?.reason ?? 'no reason given'}` }
  }
  return null
}

function readContent(answer: Answer, canary: string): ReadingOutcome {
  const content = answer.output.flatMap((item) => item.content ?? [])
  const declined = content.find((part) => part.type === 'refusal')
  if (declined)
    return { kind: 'refusal', reason: `The model declined: ${declined.refusal?.slice(0, 300) ?? ''}` }
  const text = content.map((part) => (part.type === 'output_text' ? (part.text ?? '') : '')).join('')
  return readText(text, canary, usageOf(answer))
}

function readText(text: string, canary: string, usage: ModelUsage): ReadingOutcome {
  if (text.includes(canary)) {
    return {
      kind: 'invalid',
      reason: 'The model repeated its instructions: the reply may have tried to steer it.',
    }
  }
  const reading = cutReading.safeParse(parseJson(text))
  if (!reading.success)
    return { kind: 'invalid', reason: "The model's answer does not have the shape it was asked for." }
  return { kind: 'ok', reading: reading.data, usage }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function usageOf({ model, usage }: Answer): ModelUsage {
  return {
    model,
    promptVersion,
    inputTokens: usage?.input_tokens ?? 0,
    outputTokens: usage?.output_tokens ?? 0,
  }
}
