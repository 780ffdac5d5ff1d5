import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { messageBlocksTooLong, validateBlocks } from '../validation/blocks.ts'
import { ApiError, json, objectArgument, refuseProblems, text } from './call.ts'

/** What a message says, checked. `undefined` where the call did not name it. */
export type Content = {
  text: string | undefined
  blocks: JsonObject[] | undefined
  attachments: JsonObject[] | undefined
  metadata: JsonObject | null
}

/** Not in Slack's public pages; its own answer to too much metadata is metadata_too_large. */
const mostMetadataBytes = 16_000

/**
 * Reads and checks text, blocks, attachments and metadata.
 * @throws ApiError invalid_blocks_format, invalid_blocks, msg_blocks_too_long, no_text, markdown_text_conflict,
 * invalid_metadata_format, metadata_too_large, too_many_attachments
 */
export function readContent(args: JsonObject): Content {
  const content: Content = {
    text: readText(args),
    blocks: readBlocks(args),
    attachments: readAttachments(args),
    metadata: readMetadata(args),
  }
  if (isEmpty(content)) throw new ApiError('no_text')
  return content
}

const isEmpty = ({ text: words, blocks, attachments }: Content): boolean =>
  (words ?? '') === '' && (blocks ?? []).length === 0 && (attachments ?? []).length === 0

function readText(args: JsonObject): string | undefined {
  const markdown = text(args, 'markdown_text')
  if (markdown === '') return args['text'] === undefined ? undefined : text(args, 'text')
  if (text(args, 'text') !== '' || has(args, 'blocks')) throw new ApiError('markdown_text_conflict')
  return markdown
}

const has = (args: JsonObject, name: string): boolean => args[name] !== undefined && args[name] !== ''

function readBlocks(args: JsonObject): JsonObject[] | undefined {
  if (!has(args, 'blocks')) return undefined
  const blocks = json(args, 'blocks')
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format')
  refuseProblems('invalid_blocks', validateBlocks(blocks, 'message'))
  if (messageBlocksTooLong(blocks)) throw new ApiError('msg_blocks_too_long')
  return blocks.filter(isObject)
}

function readAttachments(args: JsonObject): JsonObject[] | undefined {
  if (!has(args, 'attachments')) return undefined
  const attachments = json(args, 'attachments')
  if (!Array.isArray(attachments)) throw new ApiError('invalid_arguments')
  if (attachments.length > 100) throw new ApiError('too_many_attachments')
  const kept = attachments.filter(isObject)
  for (const attachment of kept) {
    if (attachment['blocks'] !== undefined) {
      refuseProblems('invalid_blocks', validateBlocks(attachment['blocks'], 'message'))
    }
  }
  return kept
}

function readMetadata(args: JsonObject): JsonObject | null {
  const metadata = objectArgument(args, 'metadata', 'invalid_metadata_format')
  if (!metadata) return null
  if (typeof metadata['event_type'] !== 'string' || !isObject(metadata['event_payload'])) {
    throw new ApiError('invalid_metadata_format')
  }
  if (JSON.stringify(metadata).length > mostMetadataBytes) throw new ApiError('metadata_too_large')
  return metadata
}
