import { appMethods } from './app.ts'
import { chatScheduleMethods } from './chat-schedule.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { fileMethods } from './files.ts'
import { historyMethods } from './history.ts'
import { markMethods } from './marks.ts'
import { userMethods } from './users.ts'
import { viewMethods } from './views.ts'
import type { Method } from './call.ts'

/** Every Web API method the stand-in knows. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...appMethods,
    ...chatMethods,
    ...chatScheduleMethods,
    ...conversationMethods,
    ...historyMethods,
    ...userMethods,
    ...viewMethods,
    ...fileMethods,
    ...markMethods,
  }),
)
