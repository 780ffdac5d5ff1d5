import { afterEach, beforeEach, jest } from '@jest/globals'

// A fault that somebody printed and nobody expected is a failing test.
let printed: string[] = []

beforeEach(() => {
  printed = []
  jest.spyOn(console, 'error').mockImplementation((...words: unknown[]) => {
    printed.push(words.map(String).join(' '))
  })
})

afterEach(() => {
  jest.restoreAllMocks()
  if (printed.length > 0) throw new Error(`Printed to console.error: ${printed.join('\n')}`)
})
