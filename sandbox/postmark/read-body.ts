import type { IncomingMessage } from 'node:http'

/** The body as text; null when it is longer than allowed (it is read to its end all the same). */
export const readBody = async (request: IncomingMessage, maxBytes: number): Promise<string | null> =>
  new Promise((resolve, reject) => {
    let chunks: Buffer[] = []
    let length = 0
    request.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) chunks.push(chunk)
      else chunks = []
    })
    request.on('end', () => resolve(length <= maxBytes ? Buffer.concat(chunks).toString() : null))
    request.on('error', reject)
    request.on('close', () => reject(new Error('The request was cut short.')))
  })
