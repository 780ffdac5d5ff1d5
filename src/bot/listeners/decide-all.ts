import type { App, BlockButtonAction } from '@slack/bolt'
import type { MemberActor } from '../../domain/actor.ts'
import type { Deps } from '../../operations/deps.ts'
import { discardAllMails } from '../../operations/message/discard-all.ts'
import { replayAllMails } from '../../operations/message/replay-all.ts'
import { decideAllWebhooks } from '../../operations/webhook/decide-all.ts'
import { actorOf } from '../actor-of.ts'
import { type AllSubject, allOf } from '../forms/all-subject.ts'
import { actions } from '../ids.ts'
import { outcomeOf, redrawProblems } from '../redraw-problems.ts'
import { leftAllSentence, replayingAllSentence } from '../views/all-problems.ts'

type Decide = (deps: Deps, all: AllSubject, actor: MemberActor) => Promise<string>

/** Tries everything again that a list counts, or leaves all of it as it is. */
export function onDecideAll(app: App, deps: Deps): void {
  const on = (actionId: string, decide: Decide) => {
    app.action<BlockButtonAction>(actionId, async ({ ack, action, body, client }) => {
      await ack()
      const all = allOf(action.value)
      const actor = await actorOf(deps, body.user)
      const told = await outcomeOf(deps, () => decide(deps, all, actor))
      await redrawProblems({ client, deps, view: body.view, user: body.user }, told)
    })
  }
  on(actions.replayAll, replayAll)
  on(actions.discardAll, discardAll)
}

const replayAll: Decide = async (deps, all, actor) => {
  if (all.kind === 'message') {
    const { mails } = await replayAllMails(deps, { ...all, actor, origin: 'slack' })
    return replayingAllSentence({ ...all, expected: mails })
  }
  const { decided } = await decideAllWebhooks(deps, { ...all, decision: 'replay', actor, origin: 'slack' })
  return replayingAllSentence({ ...all, expected: decided })
}

const discardAll: Decide = async (deps, all, actor) => {
  if (all.kind === 'message') {
    const { discarded } = await discardAllMails(deps, { ...all, actor, origin: 'slack' })
    return leftAllSentence({ ...all, expected: discarded })
  }
  const { decided } = await decideAllWebhooks(deps, { ...all, decision: 'discard', actor, origin: 'slack' })
  return leftAllSentence({ ...all, expected: decided })
}
