import type { CommandView } from '../../../slack/snapshot-types.ts'

type Keys = {
  text: string
  /** What the menu over the composer offers now. */
  commands: CommandView[]
  chosen: number
  setChosen: (index: number) => void
  complete: (index: number) => void
  send: () => Promise<void>
}

/** Arrows move in the command menu, Tab completes, Enter completes what is half typed and otherwise sends. */
export function composerKeys(keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.isComposing) return
    const isTaken = keys.commands.length > 0 && steerMenu(keys, event.key)
    if (!isTaken && (event.key !== 'Enter' || event.shiftKey)) return
    event.preventDefault()
    if (!isTaken) void keys.send()
  }
}

function steerMenu({ text, commands, chosen, setChosen, complete }: Keys, key: string): boolean {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key]
  const isWhole = commands.some(({ command }) => command === text.trim())
  if (step !== undefined) setChosen((chosen + step + commands.length) % commands.length)
  else if (key === 'Tab' || (key === 'Enter' && !isWhole)) complete(chosen)
  else return false
  return true
}
