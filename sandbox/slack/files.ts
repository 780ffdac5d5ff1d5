import type { JsonObject } from './json.ts'
import type { World } from './world.ts'

export type StoredFile = {
  id: string
  name: string
  title: string
  mimetype: string
  filetype: string
  content: Uint8Array
  user: string
  /** Seconds. */
  created: number
  /** null until an external upload was completed. */
  completed: boolean
  deleted: boolean
  /** Channel ids it was shared in. */
  channels: Set<string>
  /** Path secret of the page's own download link. */
  pageKey: string
}

/** file_input refuses larger files (docs.slack.dev, file-input-element). */
export const mostFileBytes = 10 * 1024 * 1024

const mimetypes: { [extension: string]: string } = {
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  pdf: 'application/pdf',
  html: 'text/html',
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export type NewFile = {
  name: string
  content: Uint8Array
  user: string
  title?: string
  mimetype?: string
  completed?: boolean
}

export const extensionOf = (name: string): string =>
  name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''

export function storeFile(world: World, from: NewFile): StoredFile {
  const extension = extensionOf(from.name)
  const file: StoredFile = {
    id: world.clock.nextId('F'),
    name: from.name,
    title: from.title ?? from.name,
    mimetype: from.mimetype ?? mimetypes[extension] ?? 'application/octet-stream',
    filetype: extension === '' ? 'binary' : extension,
    content: from.content,
    user: from.user,
    created: Math.floor(world.clock.now() / 1000),
    completed: from.completed ?? true,
    deleted: false,
    channels: new Set(),
    pageKey: crypto.randomUUID(),
  }
  world.files.set(file.id, file)
  return file
}

/** The file object as Slack shows it to the app. */
export function fileJson(world: World, file: StoredFile): JsonObject {
  const address = `${world.baseUrl}/files-pri/${world.team.id}-${file.id}`
  const name = encodeURIComponent(file.name)
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype: file.filetype,
    pretty_type: file.filetype.toUpperCase(),
    user: file.user,
    user_team: world.team.id,
    editable: false,
    size: file.content.byteLength,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.channels.size > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    channels: [...file.channels],
    groups: [],
    ims: [],
    url_private: `${address}/${name}`,
    url_private_download: `${address}/download/${name}`,
    permalink: `https://${world.team.domain}.slack.com/files/${file.user}/${file.id}/${name}`,
    has_rich_preview: false,
    file_access: 'visible',
  }
}
