import type { Channel } from './channels.ts'
import type { Changes } from './changes.ts'
import type { Client } from './client.ts'
import type { Clock } from './clock.ts'
import type { Outlet } from './delivery.ts'
import type { FaultBox } from './faults.ts'
import type { StoredFile } from './files.ts'
import type { JournalLog } from './journal.ts'
import type { AppManifest } from './manifest.ts'
import type { ResponseUrl } from './response-urls.ts'
import type { Trigger } from './triggers.ts'
import type { UsergroupSeed, UserSeed } from './types.ts'
import type { View } from './views.ts'

export type User = UserSeed & { deleted: boolean; isBot: boolean }

export type ScheduledMessage = {
  id: string
  channel: Channel
  postAt: number
  args: { [key: string]: unknown }
}

/** Everything one Slack stand-in knows. Modules take it as their first argument and change it in place. */
export type World = {
  team: { id: string; name: string; domain: string }
  app: { app_id: string; bot_id: string; bot_user_id: string }
  manifest: AppManifest
  secrets: { botToken: string; appToken: string; signingSecret: string; verificationToken: string }
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  baseUrl: string
  users: Map<string, User>
  usergroups: readonly UsergroupSeed[]
  channels: Map<string, Channel>
  clients: Map<string, Client>
  /** Open modals and published homes, by view id. */
  views: Map<string, View>
  files: Map<string, StoredFile>
  triggers: Map<string, Trigger>
  responseUrls: Map<string, ResponseUrl>
  scheduled: Map<string, ScheduledMessage>
  clock: Clock
  limits: { ackMs: number; eventRetryMs: readonly number[] }
  journal: JournalLog
  faults: FaultBox
  changes: Changes
  outlet: Outlet
}
