import type { Reading } from './reading.ts'

/** What a value is for: the name of its property, its place in a list, the reading and the time (epoch ms). */
export type Subject = { name: string; index: number; reading: Reading; now: number }

/** The label of an enum that the reading suggests (intent first, then sentiment), else the enum's first. */
export function chosenLabel(choices: readonly unknown[], { reading }: Subject): unknown {
  const wanted = [...reading.rule.intents, reading.rule.sentiment]
  const matches = wanted.flatMap((label) =>
    choices.filter((choice) => plainWord(choice) === plainWord(label)),
  )
  return matches[0] ?? choices[0]
}

/** Spelling does not matter: `not-interested`, `notInterested` and `NOT_INTERESTED` are one label. */
const plainWord = (label: unknown) =>
  typeof label === 'string' ? label.toLowerCase().replace(/[^a-z]/g, '') : ''

/** The number that belongs to a name, 0 to 100 (callers scale it to 0 to 1), or null. */
export function numberFor(name: string, { reading, index }: Subject): number | null {
  if (/score|interest|engagement|rating|probability|likelihood/i.test(name)) return reading.score
  if (/confidence|certainty/i.test(name)) return 90
  return /delay|wait|day/i.test(name) ? index * 3 : null
}

/** True when the flag is named after the intent that was read: `interested`, `is_question`, `wantsToUnsubscribe`. */
export function flagFor({ name, reading }: Subject): boolean {
  const [intent = 'other'] = reading.rule.intents
  const flag = plainWord(name).replace(/^(is|has|wants(to)?|asks(for|to)?)/, '')
  return flag === plainWord(intent)
}

/** The words that belong to a name, or null when nothing does. */
export function textFor(subject: Subject): string | null {
  return textRules.find(({ names }) => names.test(subject.name))?.text(subject) ?? null
}

type TextRule = { names: RegExp; text: (subject: Subject) => string }

/** Plain sentences without links, figures or promises, so that nobody takes them for facts. */
const textRules: readonly TextRule[] = [
  {
    names: /reason|rationale|explanation|why/i,
    text: ({ reading, index }) => reading.reasons[index] ?? reading.reasons[0] ?? '',
  },
  {
    names: /summary|quote|excerpt/i,
    text: ({ reading }) => reading.text.replace(/\s+/g, ' ').slice(0, 140) || 'The reply is empty',
  },
  { names: /language|locale/i, text: () => 'en' },
  { names: /subject|headline|title/i, text: ({ index }) => subjects[index % subjects.length] ?? '' },
  { names: /preheader|preview/i, text: () => 'A short note from us' },
  {
    names: /body|draft|answer|reply|text|content|html/i,
    text: ({ reading, index }) => (index === 0 ? draftFor(reading) : (bodies[index % bodies.length] ?? '')),
  },
]

const subjects = ['A quick question', 'Following up', 'One last note']
const bodies = [
  'I thought this could be useful to you. Is it worth a short conversation?',
  'Just following up on my note. Happy to tell you more if the timing is right.',
  'I will leave it here. If things change, simply answer this mail.',
]

const draftFor = ({ rule }: Reading): string =>
  drafts[rule.intents[0] ?? 'other'] ??
  'Thank you for your message. Is there anything you would like to know?'

const drafts: Readonly<Record<string, string>> = {
  interested:
    'Thank you for getting back to us. I would be glad to show you how it works. Which day suits you?',
  question:
    'Thank you for asking. I will find out and come back to you. May I ask what you want to use it for?',
  objection: 'Thank you for being open about it. May I ask what would have to be different?',
  not_interested: 'Thank you for telling us. We will not follow up.',
  unsubscribe: 'We have taken you off the list.',
  wrong_person: 'Thank you for telling me. Who would be the right person to talk to?',
}
