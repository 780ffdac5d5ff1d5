import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { secret } from '../clock.ts'
import { validateBlocks } from '../validation/blocks.ts'
import { validateManifest } from '../validation/manifest.ts'
import { validateView } from '../validation/view.ts'
import { ApiError, json, refuseProblems } from './call.ts'
import type { Methods } from './call.ts'

/** Who the app is, how it connects, and the checks it may ask for. */
export const appMethods: Methods = {
  'auth.test': {
    run: (world) => ({
      url: `https://${world.team.domain}.slack.com/`,
      team: world.team.name,
      user: world.manifest.botName,
      team_id: world.team.id,
      user_id: world.app.bot_user_id,
      bot_id: world.app.bot_id,
      is_enterprise_install: false,
    }),
  },
  'team.info': {
    scopes: ['team:read'],
    run: (world) => ({
      team: { ...world.team, url: `https://${world.team.domain}.slack.com/`, email_domain: '', icon: {} },
    }),
  },
  'apps.connections.open': {
    token: 'app',
    run(world) {
      if (!world.manifest.socketMode) throw new ApiError('socket_mode_disabled')
      const url = `${world.baseUrl.replace('http', 'ws')}/link/?ticket=${secret()}&app_id=${world.app.app_id}`
      return { url }
    },
  },
  'apps.manifest.validate': {
    required: ['manifest'],
    run(_world, args) {
      const problems = validateManifest(json(args, 'manifest'))
      if (problems.length > 0) throw new ApiError('invalid_manifest', { errors: problems })
      return {}
    },
  },
  'blocks.validate': { run: (_world, args) => validate(args) },
}

function validate(args: JsonObject): JsonObject {
  if (args['blocks'] !== undefined) {
    refuseProblems('invalid_blocks', validateBlocks(json(args, 'blocks'), 'message'))
  } else if (args['view'] !== undefined) {
    refuseProblems('invalid_view', validateView(json(args, 'view')))
  } else {
    const message = json(args, 'message')
    if (!isObject(message)) throw new ApiError('invalid_arguments')
    refuseProblems('invalid_message', validateBlocks(message['blocks'] ?? [], 'message'))
  }
  return {}
}
