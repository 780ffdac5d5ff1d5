import { isObject, stringAt } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { fileJson, storeFile } from '../files.ts'
import type { StoredFile } from '../files.ts'
import { post } from '../posting.ts'
import type { World } from '../world.ts'
import { ApiError, json, page, text } from './call.ts'
import type { Methods } from './call.ts'
import { channelArgument, isMember, threadArgument } from './targets.ts'

export const fileMethods: Methods = {
  'files.getUploadURLExternal': {
    scopes: ['files:write'],
    required: ['filename', 'length'],
    run(world, args) {
      const length = Number(text(args, 'length'))
      if (!Number.isInteger(length) || length <= 0) throw new ApiError('invalid_arguments')
      if (length > 1024 ** 3) throw new ApiError('file_upload_size_restricted')
      const file = storeFile(world, {
        name: text(args, 'filename'),
        content: new Uint8Array(),
        user: world.app.bot_user_id,
        completed: false,
      })
      return { upload_url: `${world.baseUrl}/upload/v1/${file.id}/${file.pageKey}`, file_id: file.id }
    },
  },
  'files.completeUploadExternal': { scopes: ['files:write'], required: ['files'], run: complete },
  'files.info': {
    scopes: ['files:read'],
    required: ['file'],
    run(world, args) {
      const file = world.files.get(text(args, 'file'))
      if (!file?.completed) throw new ApiError('file_not_found')
      if (file.deleted) throw new ApiError('file_deleted')
      return { file: fileJson(world, file), comments: [], response_metadata: { next_cursor: '' } }
    },
  },
  'files.list': {
    scopes: ['files:read'],
    run(world, args) {
      const user = text(args, 'user')
      const channel = text(args, 'channel')
      if (user !== '' && !world.users.has(user)) throw new ApiError('user_not_found')
      const kept = [...world.files.values()].filter(
        (file) =>
          file.completed &&
          !file.deleted &&
          (user === '' || file.user === user) &&
          (channel === '' || file.channels.has(channel)),
      )
      const { items } = page(kept, { limit: text(args, 'count') })
      return {
        files: items.map((file) => fileJson(world, file)),
        paging: { count: items.length, total: kept.length, page: 1, pages: 1 },
      }
    },
  },
}

function complete(world: World, args: JsonObject): JsonObject {
  const listed = json(args, 'files')
  if (!Array.isArray(listed)) throw new ApiError('invalid_arguments')
  const files = listed.filter(isObject).map((entry) => completed(world, entry))
  if (text(args, 'channel_id') !== '') share(world, files, args)
  return { files: files.map((file) => fileJson(world, file)) }
}

function completed(world: World, entry: JsonObject): StoredFile {
  const file = world.files.get(stringAt(entry, 'id'))
  if (!file) throw new ApiError('file_not_found')
  if (file.content.byteLength === 0) throw new ApiError('file_update_failed')
  file.completed = true
  file.title = stringAt(entry, 'title') || file.name
  return file
}

function share(world: World, files: StoredFile[], args: JsonObject): void {
  const channel = channelArgument(world, args, 'channel_id')
  if (!isMember(world, channel)) throw new ApiError('not_in_channel')
  post(world, channel, {
    user: world.app.bot_user_id,
    text: text(args, 'initial_comment'),
    threadTs: threadArgument(channel, args),
    files,
    subtype: 'file_share',
  })
}
