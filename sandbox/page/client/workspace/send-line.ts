import type { ActResult } from '../parts/api.ts'
import type { PaneActs } from './pane-acts.ts'
import type { UploadedFile } from '../../acts.ts'

type Line = {
  line: string
  channel: string
  threadTs: string | null
  files: UploadedFile[]
  acts: PaneActs
}

/**
 * Sends what stands in a composer: a slash command or a message. Slack has no slash commands in threads. No command's
 * name begins with a second slash: `// like this` is a message.
 */
export async function sendLine({ line, channel, threadTs, files, acts }: Line): Promise<ActResult> {
  const isCommand = /^\/[^\s/]/.test(line) && files.length === 0
  if (isCommand && threadTs !== null) {
    const [command = ''] = line.split(' ')
    const notice = `${command} is not supported in threads. Sorry! Use it in the channel instead.`
    acts.say(notice)
    return { kind: 'trouble', message: notice }
  }
  if (isCommand) return acts.act({ kind: 'slash', channel, line: line.trim() })
  return acts.act({ kind: 'say', channel, text: line.trim(), threadTs, files })
}
