import { handOverStory } from './story/handover.ts'
import { launchStory } from './story/launch.ts'
import { peopleStory } from './story/people.ts'
import type { Sandbox } from './sandbox.ts'

/** One step of the story and whether it happened. */
export type Step = { step: string; ok: boolean; detail: string }

/** What happened: the steps in order, and what was counted on the way. */
export type Story = { steps: Step[]; counts: Record<string, number | string> }

/** The story while it is told. */
export type Telling = {
  sandbox: Sandbox
  counts: Story['counts']
  /** Does a step; a step that throws is one that did not happen, and ends the story. */
  tell: <T>(step: string, act: () => Promise<T>, detail?: (result: T) => string) => Promise<T>
}

/** Thrown to end the story where a step failed; the step itself says why. */
class StoryEnded extends Error {}

/** Plays the main job through the human side of every stand-in, as people would. */
export async function playStory(sandbox: Sandbox): Promise<Story> {
  const steps: Step[] = []
  const started = Date.now()
  const counts: Story['counts'] = {}
  const tell: Telling['tell'] = async (step, act, detail) => {
    try {
      const result = await act()
      steps.push({ step, ok: true, detail: detail?.(result) ?? '' })
      return result
    } catch (error) {
      steps.push({ step, ok: false, detail: error instanceof Error ? error.message : String(error) })
      throw new StoryEnded()
    }
  }
  try {
    const telling = { sandbox, counts, tell }
    await launchStory(telling)
    await peopleStory(telling)
    await handOverStory(telling)
  } catch (error) {
    if (!(error instanceof StoryEnded)) throw error
  }
  counts['seconds'] = Math.round((Date.now() - started) / 100) / 10
  return { steps, counts }
}
