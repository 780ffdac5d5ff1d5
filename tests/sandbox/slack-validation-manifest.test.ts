import { describe, expect, it } from '@jest/globals'
import { validateManifest } from '../../sandbox/slack/validation/manifest.ts'
import { lines, many, x } from './slack-blocks.ts'

const command = (extra: object = {}) => ({ command: '/campaign', description: 'Campaigns', ...extra })
const shortcut = (extra: object = {}) => ({
  type: 'message',
  name: 'Create lead',
  callback_id: 'create-lead',
  description: 'Makes a lead of a message',
  ...extra,
})

type Parts = { features?: object; settings?: object; scopes?: object; rest?: object }

const manifest = ({ features = {}, settings = {}, scopes = {}, rest = {} }: Parts = {}) => ({
  display_information: { name: 'Baton', description: 'Email campaigns', background_color: '#1d1c1d' },
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Baton', always_online: true },
    slash_commands: [command({ usage_hint: '[new]', should_escape: true }), command({ command: '/lead' })],
    shortcuts: [shortcut()],
    ...features,
  },
  oauth_config: { scopes: { bot: ['commands', 'chat:write', 'app_mentions:read', 'files:read'], ...scopes } },
  settings: {
    interactivity: { is_enabled: true },
    event_subscriptions: { bot_events: ['app_home_opened', 'app_mention'] },
    socket_mode_enabled: true,
    org_deploy_enabled: false,
    token_rotation_enabled: false,
    ...settings,
  },
  ...rest,
})

const overHttp = { socket_mode_enabled: false }
const url = 'https://baton.example/slack/events'

const refused: [string, unknown, string][] = [
  ['nothing', null, ' must provide an object'],
  ['no name', { display_information: {} }, '/display_information missing required field: name'],
  [
    'a long name',
    { display_information: { name: x(36) } },
    '/display_information/name must be less than 36 characters',
  ],
  ['an unknown part', manifest({ rest: { feature: {} } }), ' additional property: feature'],
  [
    'an unknown setting',
    manifest({ settings: { socket_mode: true } }),
    '/settings additional property: socket_mode',
  ],
  [
    'a command without its slash',
    manifest({ features: { slash_commands: [command({ command: 'campaign' })] } }),
    '/features/slash_commands/0/command must be a lower-case name of at most 32 characters starting with /',
  ],
  [
    'a command of 33 characters',
    manifest({ features: { slash_commands: [command({ command: `/${x(32)}` })] } }),
    '/features/slash_commands/0/command must be a lower-case name of at most 32 characters starting with /',
  ],
  [
    'a command without a description',
    manifest({ features: { slash_commands: [{ command: '/lead' }] } }),
    '/features/slash_commands/0 missing required field: description',
  ],
  [
    '51 commands',
    manifest({ features: { slash_commands: many(51, (index) => command({ command: `/c${index}` })) } }),
    '/features/slash_commands no more than 50 items allowed',
  ],
  [
    'a command twice',
    manifest({ features: { slash_commands: [command(), command()] } }),
    '/features/slash_commands/1/command command "/campaign" already exists',
  ],
  [
    '11 shortcuts',
    manifest({ features: { shortcuts: many(11, (index) => shortcut({ callback_id: `s${index}` })) } }),
    '/features/shortcuts no more than 10 items allowed',
  ],
  [
    'a shortcut of an unknown type',
    manifest({ features: { shortcuts: [shortcut({ type: 'channel' })] } }),
    '/features/shortcuts/0/type must be a valid enum value',
  ],
  [
    'shortcuts without interactivity',
    manifest({ settings: { interactivity: { is_enabled: false } } }),
    '/settings shortcuts require interactivity to be enabled',
  ],
  [
    'commands without their scope',
    manifest({ scopes: { bot: ['app_mentions:read'] } }),
    '/oauth_config/scopes/bot requires scope: commands',
  ],
  [
    'an event without its scope',
    manifest({ scopes: { bot: ['commands'] } }),
    '/oauth_config/scopes/bot requires scope: app_mentions:read',
  ],
  [
    'a scope that does not exist',
    manifest({ scopes: { bot: ['chat:wirte'] } }),
    '/oauth_config/scopes/bot/0 unknown scope: chat:wirte',
  ],
  [
    'an event that does not exist',
    manifest({ settings: { event_subscriptions: { bot_events: ['message'] } } }),
    '/settings/event_subscriptions/bot_events/0 unknown event: message',
  ],
  [
    'a command with nowhere to go',
    manifest({ settings: overHttp }),
    '/features/slash_commands/0 missing required field: url (Socket Mode is off)',
  ],
  [
    'interactivity with nowhere to go',
    manifest({ settings: overHttp }),
    '/settings/interactivity missing required field: request_url (Socket Mode is off)',
  ],
  [
    'events with nowhere to go',
    manifest({ settings: overHttp }),
    '/settings/event_subscriptions missing required field: request_url (Socket Mode is off)',
  ],
  [
    'a request URL over http',
    manifest({ settings: { interactivity: { is_enabled: true, request_url: 'http://a.example' } } }),
    '/settings/interactivity/request_url must be a valid URL scheme',
  ],
]

describe('the app manifest', () => {
  it('is taken for Socket Mode', () => {
    expect(lines(validateManifest(manifest()))).toEqual([])
  })

  it('is taken over HTTP when every URL is there', () => {
    const settings = {
      ...overHttp,
      interactivity: { is_enabled: true, request_url: url, message_menu_options_url: url },
      event_subscriptions: { request_url: url, bot_events: ['app_mention'] },
    }
    const features = { slash_commands: [command({ url })] }
    expect(lines(validateManifest(manifest({ settings, features })))).toEqual([])
  })

  it.each(refused)('is refused with %s', (_name, value, line) => {
    expect(lines(validateManifest(value))).toContain(line)
  })
})
