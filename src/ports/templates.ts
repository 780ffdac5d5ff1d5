import type { MailText } from '../domain/mail-text.ts'

/** What a marketer writes for one step: Liquid in both, the body as plain paragraphs. */
export type StepTemplate = { subject: string; body: string }

/** The same with MJML compiled: still Liquid, to be rendered for each contact. */
export type CompiledTemplate = { subject: string; html: string; text: string }

/** A mistake in a template, as a sentence for the field it is in. */
export type TemplateProblem = { field: 'subject' | 'body'; sentence: string }

/** Values of merge fields. Absent means: this contact has none. */
export type MergeValues = Readonly<Record<string, string>>

/** A rendered mail, the merge fields for which this contact has no value, or why it cannot be written for them. */
export type RenderOutcome =
  | { kind: 'rendered'; subject: string; html: MailText; text: MailText }
  | { kind: 'missing'; fields: string[] }
  | { kind: 'failed'; reason: string }

/** Turns templates into mail. */
export type Templates = {
  /** Everything wrong with a template, given the merge fields that exist. Empty when it is fit to send. */
  check: (template: StepTemplate, fields: readonly string[]) => TemplateProblem[]
  /** Compiles MJML once. The template must have passed `check`. */
  compile: (template: StepTemplate) => Promise<CompiledTemplate>
  /** Parses once and returns what renders it for one contact after the other. */
  prepare: (template: CompiledTemplate) => (values: MergeValues) => RenderOutcome
}
