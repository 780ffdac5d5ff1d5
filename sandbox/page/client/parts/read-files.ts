import type { UploadedFile } from '../../acts.ts'

/** The chosen files with their bytes in base64, as the page's server takes them. */
export function readFiles(list: FileList): Promise<UploadedFile[]> {
  return Promise.all(Array.from(list, readOne))
}

async function readOne(file: File): Promise<UploadedFile> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  // In slices: one call with a megabyte of arguments would overflow the stack.
  for (let at = 0; at < bytes.length; at += 32_768) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 32_768))
  }
  return { name: file.name, mimetype: file.type || 'application/octet-stream', base64: btoa(binary) }
}
