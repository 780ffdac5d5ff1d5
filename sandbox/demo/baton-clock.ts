import type { ChildProcess } from 'node:child_process'
import { isObject, type JsonObject, objectAt, objectsAt, stringAt } from '../slack/json.ts'
import type { Foreseen } from '../page/clock-view.ts'

/** What Baton says of its time: the moment it is, what that will bring, and how much is under way. */
export type Foresight = { now: number; ahead: Foreseen[]; calls: number; webhooks: number }

/** The clock of a Baton that rehearses. */
export type BatonClock = {
  look: () => Promise<Foresight>
  /** Puts what is due in line once more, without waiting for the minute to be over. */
  wake: () => Promise<Foresight>
  /** Moves it ahead and wakes what is due by then; the rest follows by itself. */
  move: (ms: number) => Promise<Foresight>
}

const patienceMs = 20_000

/** Asks over the process' channel; every answer names its question. */
export function clockOf(child: ChildProcess): BatonClock {
  let last = 0
  const ask = async (wake: boolean, moveMs = 0): Promise<Foresight> => {
    last += 1
    const id = last
    const answer = answerTo(child, id)
    child.send({ id, wake, moveMs })
    return readForesight(await answer)
  }
  return { look: () => ask(false), wake: () => ask(true), move: (ms) => ask(true, Math.round(ms)) }
}

function answerTo(child: ChildProcess, id: number): Promise<JsonObject> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer)
      child.off('message', onMessage)
      child.off('exit', onExit)
    }
    const onMessage = (message: unknown): void => {
      if (!isObject(message) || message['id'] !== id) return
      end()
      resolve(message)
    }
    const fail = (sentence: string): void => {
      end()
      reject(new Error(sentence))
    }
    const onExit = (): void => fail('Baton has stopped. Start the demo again.')
    const timer = setTimeout(() => fail('Baton does not say what time it is.'), patienceMs)
    child.on('message', onMessage)
    child.once('exit', onExit)
  })
}

function readForesight(answer: JsonObject): Foresight {
  if (answer['kind'] !== 'foresight') throw new Error(stringAt(answer, 'sentence') || 'Baton did not answer.')
  const underWay = objectAt(answer, 'underWay')
  return {
    now: numberAt(answer, 'now'),
    ahead: objectsAt(answer, 'ahead').map(readForeseen),
    calls: numberAt(underWay, 'calls'),
    webhooks: numberAt(underWay, 'webhooks'),
  }
}

const kinds = ['step', 'pause', 'start', 'ask'] as const

function readForeseen(row: JsonObject): Foreseen {
  const kind = kinds.find((known) => known === row['kind'])
  if (kind === undefined) throw new Error(`Baton foresees something unknown: ${JSON.stringify(row)}`)
  return {
    kind,
    campaign: stringAt(row, 'campaign'),
    step: typeof row['step'] === 'number' ? row['step'] : null,
    people: numberAt(row, 'people'),
    at: numberAt(row, 'at'),
    lastAt: numberAt(row, 'lastAt'),
  }
}

function numberAt(from: JsonObject, name: string): number {
  const value = from[name]
  if (typeof value !== 'number') throw new Error(`Baton's answer has no number ${name}`)
  return value
}
