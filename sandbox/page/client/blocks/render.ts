import { html } from 'htm/preact'
import type { ComponentType, VNode } from 'preact'
import { Actions, Context, Divider, Header, ImageBlock } from './simple-blocks.ts'
import { BlocksContext } from './blocks-context.ts'
import { Alert, Card, Carousel, Container } from './framed-blocks.ts'
import { ContextActions } from './context-actions.ts'
import { InputBlock } from './input-block.ts'
import { MarkdownBlock } from './markdown.ts'
import { RichTextBlock } from './rich-text.ts'
import { Section } from './section.ts'
import { TableBlock } from './table.ts'
import type { Block } from './types.ts'

const drawers: Record<string, ComponentType<{ block: Block }>> = {
  section: Section,
  header: Header,
  divider: Divider,
  context: Context,
  image: ImageBlock,
  actions: Actions,
  input: InputBlock,
  rich_text: RichTextBlock,
  markdown: MarkdownBlock,
  table: TableBlock,
  data_table: TableBlock,
  alert: Alert,
  card: Card,
  carousel: Carousel,
  container: Container,
  context_actions: ContextActions,
}

/** Draws Block Kit blocks. A type this page does not know is said so, in grey, instead of vanishing. */
export function Blocks({ blocks }: { blocks: Block[] }): VNode {
  return html`<${BlocksContext.Provider} value=${Blocks}
    ><div class="blocks">
      ${blocks.map((block, index) => {
        const Drawer = drawers[block.type]
        const key = block.block_id ?? index
        return Drawer
          ? html`<${Drawer} key=${key} block=${block} />`
          : html`<div class="unsupported" key=${key}>unsupported: ${block.type}</div>`
      })}
    </div><//
  >`
}
