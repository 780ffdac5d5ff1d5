import { html } from 'htm/preact'
import type { VNode } from 'preact'
import type { CommandView } from '../../../slack/snapshot-types.ts'

/** The commands that begin with what was typed, while only the command itself is being typed. */
export function matchingCommands(text: string, commands: CommandView[]): CommandView[] {
  return /^\/\S*$/.test(text) ? commands.filter(({ command }) => command.startsWith(text.toLowerCase())) : []
}

type CommandMenuProps = { commands: CommandView[]; chosen: number; choose: (index: number) => void }

export function CommandMenu({ commands, chosen, choose }: CommandMenuProps): VNode | null {
  if (commands.length === 0) return null
  return html`<div class="command-menu" role="listbox" aria-label="Commands">
    <div class="select-group">Commands</div>
    ${commands.map(
      ({ command, usageHint, description }, index) =>
        html`<button
          type="button"
          role="option"
          aria-selected=${index === chosen}
          class="command-row"
          onClick=${() => choose(index)}
        >
          <span><b>${command}</b> <span class="usage">${usageHint}</span></span>
          <span class="choice-description">${description}</span>
        </button>`,
    )}
  </div>`
}
