import { describe, expect, it } from '@jest/globals'
import { zodResponseFormat } from 'openai/helpers/zod'
import { apiKey, openAiRig, reading } from './openai-rig.ts'

const rig = openAiRig()

const replies: [string, string, string, number][] = [
  ['Could you send me pricing and show me a demo?', 'interested', 'positive', 85],
  ["Sounds good, let's talk this week", 'interested', 'positive', 97],
  ['Maybe interested, I am not sure', 'interested', 'positive', 60],
  ['Which regions do you cover?', 'question', 'neutral', 60],
  ['How does it work? We decide tomorrow', 'question', 'neutral', 72],
  ['We have no budget for this', 'objection', 'negative', 30],
  ['Not interested, thank you', 'not_interested', 'negative', 5],
  ['STOP', 'unsubscribe', 'negative', 0],
  ['Please remove me. And what is the price?', 'unsubscribe', 'negative', 0],
  ['I am out of office until Monday', 'other', 'neutral', 10],
  ['You have the wrong person', 'wrong_person', 'neutral', 15],
  ['Received.', 'other', 'neutral', 35],
  ['Your non-stop, unstoppable team', 'other', 'neutral', 35],
]

describe('the model stand-in', () => {
  it.each(replies)('reads "%s" as %s', async (...[reply, intent, sentiment, score]) => {
    const { output_parsed: parsed } = await rig().ask(reply)
    expect(parsed).toMatchObject({ intent, sentiment, score })
  })

  it('says which words decided', async () => {
    const { output_parsed: parsed } = await rig().ask('Call me tomorrow')
    expect(parsed?.reasons).toEqual(['Interested: says "call me"', 'In a hurry: says "tomorrow"'])
  })

  it('judges the last passage that is set off by marks, not what stands around it', async () => {
    const input = [
      '[[campaign 9f8e7d6c5b4a]]\nSpring pricing demo\n[[/campaign 9f8e7d6c5b4a]]',
      '[[reply 9f8e7d6c5b4a]]\nNo thanks.\n> What about a demo?\n[[/reply 9f8e7d6c5b4a]]',
    ].join('\n')
    const inline = 'Campaign: pricing <reply-1a2b3c4d5e>no thanks</reply-1a2b3c4d5e>'
    expect((await rig().ask(input)).output_parsed?.intent).toBe('not_interested')
    expect((await rig().ask(inline)).output_parsed?.intent).toBe('not_interested')
  })

  it('answers the same request the same way, with its own id, model, time and usage', async () => {
    const [first, second] = [await rig().ask('A demo, please'), await rig().ask('A demo, please')]
    expect(first.output_text).toBe(second.output_text)
    expect(first.id).not.toBe(second.id)
    expect(first._request_id).toMatch(/^req_\d+$/)
    expect(first).toMatchObject({
      object: 'response',
      model: 'gpt-test',
      status: 'completed',
      created_at: 1_795_424_400,
    })
    const { usage } = first
    expect(usage).toMatchObject({
      input_tokens_details: { cached_tokens: 0 },
      output_tokens_details: { reasoning_tokens: 0 },
    })
    expect(usage?.total_tokens).toBe((usage?.input_tokens ?? 0) + (usage?.output_tokens ?? 0))
    expect(usage?.output_tokens).toBeGreaterThan(5)
  })

  it('stops early when the answer needs more tokens than were allowed', async () => {
    const answer = await rig().ask('A demo, please', { max_output_tokens: 16 })
    expect(answer).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
    })
    expect(answer.output_parsed).toBeNull()
  })

  it('answers chat completions from the same rules', async () => {
    const { choices, usage } = await rig().client.chat.completions.parse({
      model: 'gpt-test',
      store: false,
      messages: [
        { role: 'system', content: 'We sell demos.' },
        { role: 'user', content: [{ type: 'text', text: 'Who else uses it?' }] },
      ],
      response_format: zodResponseFormat(reading, 'reading'),
    })
    expect(choices[0]?.message.parsed).toMatchObject({ intent: 'question', score: 60 })
    expect(usage).toMatchObject({ prompt_tokens_details: { cached_tokens: 0 } })
  })

  it('answers in plain words when no schema is given', async () => {
    const answer = await rig().client.responses.create({ model: 'm', input: 'A demo, please', store: false })
    expect(answer.output_text).toContain('glad to show you')
  })

  it('moderates by visible words, one result per text', async () => {
    const input = ['I will kill you', 'A skill I like']
    const { results } = await rig().client.moderations.create({ model: 'omni-moderation-latest', input })
    expect(results.map(({ flagged }) => flagged)).toEqual([true, false])
    expect(results[0]?.categories.violence).toBe(true)
    expect(results[0]?.category_scores.violence).toBeGreaterThan(0.9)
  })
})

describe('what people can see of it', () => {
  it('keeps each raw request with its answer, and tells listeners of both', async () => {
    let changes = 0
    const end = rig().standIn.journal.onChange(() => (changes += 1))
    await rig().ask('A demo, please')
    end()
    await rig().ask('Another one')
    const [entry] = rig().standIn.journal.entries()
    expect(changes).toBe(2)
    expect(rig().standIn.journal.entries()).toHaveLength(2)
    expect(entry).toMatchObject({ path: '/v1/responses', status: 200, outcome: 'ok' })
    expect(JSON.parse(entry?.requestBody ?? '')).toMatchObject({ input: 'A demo, please', store: false })
    expect(JSON.stringify(entry)).not.toContain(apiKey)
  })

  it('opens a call up into what was asked, what was answered and why', async () => {
    await rig().ask('A demo, please')
    const [call] = rig().standIn.calls()
    expect(call).toMatchObject({
      title: 'POST /v1/responses',
      input: 'A demo, please',
      isFine: true,
      answer: { intent: 'interested', score: 85 },
      raw: { reasons: ['Interested: says "demo"'] },
    })
    expect(call?.instructions).toContain('Describe the reply')
  })

  it('shows its rules as sentences', () => {
    const rule = (wanted: string) =>
      rig()
        .standIn.rules()
        .find(({ name }) => name === wanted)
    expect(rule('Interested')?.when).toContain('demo')
    expect(rule('Interested')?.answer).toBe('interested, positive, score 85')
    expect(rule('Not sure yet')?.answer).toBe('−25 on a score of 60 or more')
  })
})
