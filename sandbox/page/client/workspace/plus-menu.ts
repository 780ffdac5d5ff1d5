import { html } from 'htm/preact'
import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import { MenuButton } from '../parts/menu-button.ts'
import { chosenFiles } from '../parts/input.ts'
import { icon } from '../parts/icons.ts'
import { readFiles } from '../parts/read-files.ts'
import type { PaneActs } from './pane-acts.ts'
import type { Snapshot } from '../../../slack/snapshot-types.ts'
import type { UploadedFile } from '../../acts.ts'

type PlusProps = { snapshot: Snapshot; acts: PaneActs; add: (files: UploadedFile[]) => void }

/** The composer's "+": files, and the app's global shortcuts. */
export function PlusMenu({ snapshot, acts, add }: PlusProps): VNode {
  const input = useRef<HTMLInputElement>(null)
  const shortcuts = snapshot.shortcuts
    .filter((shortcut) => shortcut.type === 'global')
    .map((shortcut) => ({
      label: shortcut.name,
      detail: shortcut.description,
      icon: icon('bolt'),
      choose: () => void acts.act({ kind: 'global-shortcut', name: shortcut.callbackId }),
    }))
  const upload = {
    label: 'Upload from your computer',
    icon: icon('upload'),
    choose: () => input.current?.click(),
  }
  const take = async (event: Event): Promise<void> => {
    const files = chosenFiles(event)
    if (files) add(await readFiles(files))
  }
  return html`<span>
    <${MenuButton} label="Shortcuts and files" kind="icon-button round" items=${[...shortcuts, upload]}>
      ${icon('plus')}
    <//>
    <input
      ref=${input}
      type="file"
      multiple
      class="visually-hidden"
      tabindex="-1"
      aria-label="Attach files"
      onChange=${(event: Event) => void take(event)}
    />
  </span>`
}
