import type { WorkspaceSeed } from '../slack/types.ts'

/** Who is who. */
export const people = {
  maya: 'U0MAYA0001',
  omar: 'U0OMAR0001',
  raj: 'U0RAJ00001',
  elena: 'U0ELENA001',
  ines: 'U0INES0001',
}

const bot = 'U0BATON001'

/** The demonstration's workspace: two marketers, two sales reps, an analyst, and Baton in the channels it works in. */
export const workspaceSeed: WorkspaceSeed = {
  team: { id: 'T0NORTHWIND', name: 'Northwind Coffee', domain: 'northwind-coffee' },
  users: [
    {
      id: people.maya,
      name: 'maya',
      real_name: 'Maya Lindqvist',
      email: 'maya.lindqvist@northwind.example',
      tz: 'Europe/Stockholm',
      is_admin: true,
    },
    {
      id: people.omar,
      name: 'omar',
      real_name: 'Omar Haddad',
      email: 'omar.haddad@northwind.example',
      tz: 'Europe/Berlin',
    },
    {
      id: people.raj,
      name: 'raj',
      real_name: 'Raj Patel',
      email: 'raj.patel@northwind.example',
      tz: 'Europe/London',
    },
    {
      id: people.elena,
      name: 'elena',
      real_name: 'Elena Rossi',
      email: 'elena.rossi@northwind.example',
      tz: 'Europe/Rome',
    },
    {
      id: people.ines,
      name: 'ines',
      real_name: 'Ines Duarte',
      email: 'ines.duarte@northwind.example',
      tz: 'America/Sao_Paulo',
    },
  ],
  channels: [
    {
      id: 'C0CAMPAIGNS',
      name: 'campaigns',
      topic: 'What we send, to whom, and how it goes',
      members: [people.maya, people.omar, people.ines, bot],
    },
    {
      id: 'C0SALES0001',
      name: 'sales',
      topic: 'Leads that are ready to talk: claim one and it is yours',
      members: [people.raj, people.elena, people.maya, bot],
    },
    {
      id: 'C0GENERAL01',
      name: 'general',
      topic: 'Everything else',
      members: Object.values(people),
    },
  ],
  app: { app_id: 'A0BATON0001', bot_id: 'B0BATON0001', bot_user_id: bot },
}
