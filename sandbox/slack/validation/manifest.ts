import { manifestChecks } from './manifest-checks.ts'
import { botEvents, botScopes } from './manifest-words.ts'
import { object } from './object.ts'
import { problemAt } from './rule.ts'
import { arrayOf, boolean, integer, matching, oneOf, string, url } from './values.ts'
import type { ValidationProblem } from './problem.ts'
import type { Rule } from './rule.ts'

/** Everything Slack would refuse in an app manifest (parsed, not YAML); an empty list means it would be accepted. */
export const validateManifest = (manifest: unknown): ValidationProblem[] =>
  manifestRule(manifest, { pointer: '', surface: 'home' })

const known =
  (words: ReadonlySet<string>, kind: string): Rule =>
  (value, place) =>
    typeof value === 'string' && words.has(value) ? [] : problemAt(place, `unknown ${kind}: ${String(value)}`)

const list = (rule: Rule, max: number) => arrayOf(rule, { min: 0, max })
const httpsUrl = url({ scheme: /^https:$/ })
const scopes = list(known(botScopes, 'scope'), 255)
const userScopes = list(string(), 255)
const prompt = object({ required: { title: string(), message: string() } })
const prompts = list(prompt, 4)

const slashCommand = object({
  required: {
    command: matching(/^\/[^\sA-Z]{1,31}$/, 'a lower-case name of at most 32 characters starting with /'),
    description: string({ max: 2000 }),
  },
  optional: { usage_hint: string({ min: 0, max: 1000 }), should_escape: boolean, url: httpsUrl },
})

const shortcut = object({
  required: {
    type: oneOf('global', 'message'),
    name: string(),
    callback_id: string({ max: 255 }),
    description: string({ max: 150 }),
  },
})

const features = object({
  optional: {
    app_home: object({
      optional: {
        home_tab_enabled: boolean,
        messages_tab_enabled: boolean,
        messages_tab_read_only_enabled: boolean,
      },
    }),
    // Slack's page allows a-z, 0-9, - _ and . but real manifests with capitals and spaces are taken.
    bot_user: object({
      required: {
        display_name: matching(/^[\w. -]{1,80}$/, 'a name of at most 80 letters, digits, - _ and .'),
      },
      optional: { always_online: boolean },
    }),
    slash_commands: list(slashCommand, 50),
    shortcuts: list(shortcut, 10),
    unfurl_domains: list(string(), 5),
    agent_view: object({
      optional: {
        agent_description: string({ max: 300 }),
        suggested_prompts: prompts,
        actions: list(object({ required: { name: string(), description: string() } }), 100),
      },
    }),
    assistant_view: object({
      required: { assistant_description: string() },
      optional: { suggested_prompts: prompts },
    }),
  },
})

const settings = object({
  optional: {
    interactivity: object({
      required: { is_enabled: boolean },
      optional: { request_url: httpsUrl, message_menu_options_url: httpsUrl },
    }),
    event_subscriptions: object({
      optional: {
        request_url: httpsUrl,
        bot_events: list(known(botEvents, 'event'), 100),
        user_events: list(string(), 100),
        metadata_subscriptions: arrayOf(object({ required: { app_id: string(), event_type: string() } }), {
          max: 20,
        }),
      },
    }),
    incoming_webhooks: object({ optional: { incoming_webhooks_enabled: boolean } }),
    org_deploy_enabled: boolean,
    socket_mode_enabled: boolean,
    token_rotation_enabled: boolean,
    allowed_ip_address_ranges: list(string(), 50),
    function_runtime: string(),
  },
})

const manifestRule = object({
  required: {
    display_information: object({
      required: { name: string({ max: 35 }) },
      optional: {
        description: string({ max: 140 }),
        long_description: string({ max: 4000 }),
        background_color: matching(/^#([\da-f]{3}|[\da-f]{6})$/i, 'a colour as #rrggbb'),
      },
    }),
  },
  optional: {
    _metadata: object({ optional: { major_version: oneOf(1, 2), minor_version: integer({ min: 0 }) } }),
    features,
    oauth_config: object({
      optional: {
        redirect_urls: list(url(), 1000),
        scopes: object({
          optional: { bot: scopes, bot_optional: scopes, user: userScopes, user_optional: userScopes },
        }),
        token_management_enabled: boolean,
      },
    }),
    settings,
    functions: (value, place) =>
      typeof value === 'object' && value !== null ? [] : problemAt(place, 'must provide an object'),
  },
  checks: manifestChecks,
})
