import type { ServerResponse } from 'node:http'
import {
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
} from 'graphql'
import type { Plugin, PromiseOrValue } from 'graphql-yoga'
import { isLongerThan, largestAnswer } from './answer-size.ts'
import type { Context } from './context.ts'
import { turns } from './turns.ts'

// As many as there are connections to read with; a token leaves half of them to others.
const limits = { inAll: 4, perKey: 2, waitingPerKey: 20 }
// Whoever does not take their answer must not keep it in memory.
const unreadMs = 30_000

type Served = Context & { res: ServerResponse }

/**
 * Bounds what queries hold in memory together: a few are answered at a time, from reading until the answer is sent, and
 * no answer is larger than others would have to wait for. Changes take no turn: a brake must not wait for reports.
 */
export function workRule(): Plugin<Served> {
  const line = turns(limits)
  return {
    onExecute({ executeFn, setExecuteFn, args }) {
      const execute: (queryArgs: ExecutionArgs) => PromiseOrValue<ExecutionResult> = executeFn
      if (!isQuery(args)) return
      const { caller, res } = args.contextValue
      const gone = new Promise<void>((resolve) => {
        res.once('close', resolve)
      })
      setExecuteFn(async (queryArgs: ExecutionArgs): Promise<ExecutionResult> => {
        const endTurn = await line.take(caller.tokenId)
        if (endTurn === null) return refusal(tooMany)
        try {
          if (res.closed) return refusal(left)
          const result = await execute(queryArgs)
          return isLongerThan(largestAnswer, result) ? refusal(tooLarge) : result
        } finally {
          res.setTimeout(unreadMs, () => res.destroy())
          void (res.closed ? Promise.resolve() : gone).then(endTurn)
        }
      })
    },
  }
}

const isQuery = ({ document, operationName }: ExecutionArgs): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY

type Problem = { message: string; code: string; status: number }

const tooMany: Problem = {
  message: `More than ${limits.waitingPerKey} queries of this token wait already. Ask again when some are answered.`,
  code: 'TOO_MANY_REQUESTS',
  status: 429,
}
const tooLarge: Problem = {
  message: `The answer would have more than ${largestAnswer / 1_000_000} million characters. Ask for smaller pages with "first", or for fewer fields.`,
  code: 'ANSWER_TOO_LARGE',
  status: 400,
}
const left: Problem = { message: 'Whoever asked has left.', code: 'CLIENT_LEFT', status: 499 }

function refusal({ message, code, status }: Problem): ExecutionResult {
  // 400 is for clients that know GraphQL over HTTP, as for every other query that is not executed.
  const http = { status, spec: status === 400 }
  return { errors: [new GraphQLError(message, { extensions: { code, http } })] }
}
