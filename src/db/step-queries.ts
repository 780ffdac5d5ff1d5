import type { Sender } from '../domain/mail.ts'
import type { Tx } from './client.ts'

/** What every message of one step has in common. Never changes, so it may be kept. */
export type StepContent = { sender: Sender; subject: string; html: string; text: string }

/** Loads the content of a step of a frozen version. */
export async function stepContent(tx: Tx, stepId: string): Promise<StepContent> {
  const { subject, html, text, campaignVersion } = await tx.step.findUniqueOrThrow({
    where: { id: stepId },
    include: { campaignVersion: { select: { senderName: true, senderEmail: true } } },
  })
  return {
    sender: { name: campaignVersion.senderName, email: campaignVersion.senderEmail },
    subject,
    html,
    text,
  }
}
