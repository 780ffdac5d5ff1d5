import { describe, expect, it } from '@jest/globals'
import { readOptions, startTrouble } from '../../sandbox/demo/options.ts'

describe('npm run demo', () => {
  it('opens the page on port 4000 and speaks Socket Mode unless told otherwise', () => {
    expect(readOptions([])).toEqual({ play: false, exit: false, transport: 'socket', port: 4000 })
    expect(readOptions(['--play', '--exit', '--transport', 'http', '--port', '4010'])).toEqual({
      play: true,
      exit: true,
      transport: 'http',
      port: 4010,
    })
  })

  it.each([
    [['--prot', '1'], /Unknown option '--prot'.* Known are --play/],
    [['--port', 'abc'], /“abc” is no port/],
    [['--port', '70000'], /“70000” is no port/],
    [['--transport', 'websocket'], /There is no transport “websocket”/],
    [['play'], /Known are --play/],
  ])('says in a sentence what is wrong with %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence)
  })

  it('says how to choose another port when one is taken', () => {
    const error = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 4000 })
    expect(startTrouble(error)).toContain('Port 4000 is taken')
    expect(startTrouble(error)).toContain('npm run demo -- --port 4001')
    expect(startTrouble(new Error('No room.'))).toBe('No room.')
  })
})
