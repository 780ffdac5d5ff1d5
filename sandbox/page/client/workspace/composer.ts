import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { CommandMenu, matchingCommands } from './command-menu.ts'
import { PlusMenu } from './plus-menu.ts'
import { composerKeys } from './composer-keys.ts'
import { icon } from '../parts/icons.ts'
import { sendLine } from './send-line.ts'
import { typedText } from '../parts/input.ts'
import type { ChannelView, Snapshot } from '../../../slack/snapshot-types.ts'
import type { PaneActs } from './pane-acts.ts'
import type { UploadedFile } from '../../acts.ts'

type ComposerProps = { channel: ChannelView; snapshot: Snapshot; acts: PaneActs; threadTs: string | null }

/** Where messages and slash commands are typed. Enter sends, Shift+Enter begins a new line. */
export function Composer({ channel, snapshot, acts, threadTs }: ComposerProps): VNode {
  const area = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [files, setFiles] = useState<UploadedFile[]>([])
  const [chosen, setChosen] = useState(0)
  const commands = matchingCommands(text, snapshot.commands)
  const canSend = text.trim() !== '' || files.length > 0
  const send = async (): Promise<void> => {
    if (!canSend) return
    setText('')
    setFiles([])
    const result = await sendLine({ line: text, channel: channel.id, threadTs, files, acts })
    // What could not be sent is not lost: it stands in the composer again.
    if (result.kind === 'refused' || result.kind === 'trouble') setText((newer) => newer || text)
  }
  const add = (more: UploadedFile[]): void => setFiles([...files, ...more])
  const complete = (index: number): void => {
    setText(`${commands[index]?.command ?? text} `)
    area.current?.focus()
  }
  const name = threadTs ? 'Reply…' : `Message ${placeName(channel, snapshot)}`
  const onInput = (event: InputEvent): void => {
    setChosen(0)
    setText(typedText(event))
  }
  useGrowing(area, text)
  return html`<div class="composer">
    <${CommandMenu} commands=${commands} chosen=${chosen} choose=${complete} />
    <div class="composer-box">
      <${Waiting} files=${files} />
      <textarea
        ref=${area}
        rows="1"
        placeholder=${name}
        aria-label=${name}
        value=${text}
        onInput=${onInput}
        onKeyDown=${composerKeys({ text, commands, chosen, setChosen, complete, send })}
      ></textarea>
      <div class="composer-bar">
        <${PlusMenu} snapshot=${snapshot} acts=${acts} add=${add} />
        <span class="composer-hint"><b>Enter</b> to send · <b>/</b> for commands</span>
        <button type="button" class="send-button" aria-label="Send now" disabled=${!canSend} onClick=${send}>
          ${icon('send')}
        </button>
      </div>
    </div>
  </div>`
}

function Waiting({ files }: { files: UploadedFile[] }): VNode {
  return html`<div class="composer-files">
    ${files.map((file) => html`<span class="chip">${icon('file')} ${file.name}</span>`)}
  </div>`
}

function placeName(channel: ChannelView, snapshot: Snapshot): string {
  if (channel.id === snapshot.app.dmChannel) return snapshot.app.name
  const other = snapshot.users.find((user) => user.id === channel.withUser)
  return other ? other.real_name : `#${channel.name}`
}

function useGrowing(area: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    if (!area.current) return
    area.current.style.height = 'auto'
    area.current.style.height = `${Math.min(area.current.scrollHeight, 220)}px`
  }, [text])
}
