import type { ConfirmDialog, FieldError, Snapshot } from './snapshot-types.ts'

/**
 * Where a control is. A message is named by its channel (name, '#name', id, '@AppName' for the direct messages with
 * the app) and, when it matters, its ts or a piece of its text; without them the newest message that has the control.
 */
export type Where = 'modal' | 'home' | MessageWhere
export type MessageWhere = { channel: string; ts?: string; containing?: string }

/** A control by the words on it, or by its ids (as the page does). */
export type Control = { text: string } | { actionId: string; blockId?: string }

/** A field by its label (or placeholder, for selects outside inputs), or by its ids. */
export type Field = string | { actionId: string; blockId?: string }

/**
 * How a person's act ended, once the app acknowledged it (or did not).
 * `field-errors`: the modal stays open, either by Slack's own checks (nothing was sent) or by the app's.
 * `refused`: Slack itself said no and delivered nothing. `failed`: the app was asked and did not answer well or in time.
 */
export type Outcome =
  | { kind: 'acknowledged' }
  | { kind: 'needs-confirmation'; dialog: ConfirmDialog }
  | { kind: 'field-errors'; from: 'slack' | 'app'; errors: FieldError[] }
  | { kind: 'refused'; notice: string }
  | { kind: 'failed'; notice: string }

/** A button or overflow item, and the answer to its confirm dialog if it has one. */
export type ClickRequest = Control & {
  where: Where
  /** For an overflow menu: the text of the item. */
  option?: string
  /** true presses the dialog's confirm button at once; without it the click stops at the dialog. */
  confirm?: boolean
}

export type ChooseRequest = {
  where?: Where
  field: Field
  /**
   * Selects, radio buttons, checkboxes: the option's text (or value). Users and conversations: name, real name or id.
   * Date '2026-11-23', time '14:30', datetime as Unix seconds or an ISO string. A list for the multi kinds; it replaces
   * what was chosen. null clears a single choice.
   */
  option: string | readonly string[] | null
  confirm?: boolean
}

export type Upload = { name: string; content: Uint8Array; mimetype?: string }

export type SuggestRequest = { where?: Where; field: Field; query: string }

export type Suggestion = { text: string; value: string; group: string | null }

/**
 * One human at one Slack client: tests, the demo and the page all act through this.
 * Every method that concerns the app resolves after the app's acknowledgement (or its absence).
 * @throws Error naming what is visible, when the named thing is not there for this person.
 */
export type Person = {
  id: string
  snapshot(): Snapshot
  /** Types a slash command in a channel's composer: `slash('#marketing', '/campaign new')`. */
  slash(channel: string, commandLine: string): Promise<Outcome>
  /**
   * Posts a message, in a channel, a thread, or a direct message ('@AppName'). `@Name` and `#channel` become mentions.
   * Resolves with its ts once posted; events to the app travel on their own.
   */
  say(
    channel: string,
    text: string,
    options?: { threadTs?: string; files?: readonly Upload[] },
  ): Promise<{ ts: string; channel: string }>
  click(request: ClickRequest): Promise<Outcome>
  /** Presses the confirm button of the open dialog. */
  confirm(): Promise<Outcome>
  /** Presses its other button; nothing is sent. */
  dismissConfirm(): void
  /** In the top modal unless `where` says otherwise. The short form is `choose('Label', 'Option')`. */
  choose(request: ChooseRequest): Promise<Outcome>
  choose(label: string, option: string | readonly string[] | null): Promise<Outcome>
  /** Types into a text, number, email or url field of the top modal (rich text: a JSON object or plain text). */
  fill(field: Field, value: string, where?: Where): Promise<Outcome>
  upload(field: Field, files: Upload | readonly Upload[]): Promise<Outcome>
  /** Presses the × beside a file of a file input; `id` is the file's. */
  removeFile(field: Field, id: string): Promise<Outcome>
  /** Types into an external select and gets what the app offers. Fewer characters than min_query_length ask nothing. */
  suggest(request: SuggestRequest): Promise<Suggestion[]>
  suggest(label: string, query: string): Promise<Suggestion[]>
  submit(): Promise<Outcome>
  /** Presses the modal's close button (one layer); `all` closes the whole stack, as the × does. */
  close(what?: 'top' | 'all'): Promise<Outcome>
  /** A global shortcut by its name or callback_id. */
  globalShortcut(name: string): Promise<Outcome>
  /** A message shortcut by its name or callback_id. */
  messageShortcut(name: string, message: MessageWhere): Promise<Outcome>
  /** Opens the app's Home tab (`messages`: its direct messages); resolves once the event is acknowledged. */
  openHome(tab?: 'home' | 'messages'): Promise<Outcome>
  react(name: string, message: MessageWhere): Promise<void>
  unreact(name: string, message: MessageWhere): Promise<void>
  /** Deletes one of this person's own messages. */
  remove(message: MessageWhere): Promise<void>
  /** The address behind a link or link button the person can see, by its text. A link button also tells the app. */
  followLink(where: Where, text: string): Promise<{ url: string }>
  /** Marks a channel as read. */
  read(channel: string): void
  join(channel: string): Promise<void>
  /** Dismisses an ephemeral message. */
  dismissEphemeral(message: MessageWhere): void
  dismissNotice(id: number): void
  /** Blocks as the person would read them: all words of a message, modal or Home, one line each. */
  reads(where: Where): string[]
}
