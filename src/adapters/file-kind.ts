const saveAsCsv = 'choose File → Save As → CSV UTF-8 and upload that'

// The first bytes of files that people upload by mistake, and what to tell them.
const kinds: readonly { starts: readonly number[]; sentence: string }[] = [
  { starts: ascii('%PDF'), sentence: 'That is a PDF. Upload the contacts as a CSV file.' },
  { starts: ascii('\x89PNG'), sentence: 'That is a picture. Upload the contacts as a CSV file.' },
  { starts: ascii('\xff\xd8\xff'), sentence: 'That is a picture. Upload the contacts as a CSV file.' },
  { starts: ascii('GIF8'), sentence: 'That is a picture. Upload the contacts as a CSV file.' },
  // The container of Excel's files before 2007.
  { starts: ascii('\xd0\xcf\x11\xe0'), sentence: `That is an old Excel workbook. In Excel ${saveAsCsv}.` },
  {
    starts: ascii('\x1f\x8b'),
    sentence: 'That file is compressed. Unpack it and upload the CSV file inside.',
  },
  {
    starts: ascii('{\\rtf'),
    sentence: `That is a text document. Open its table in a spreadsheet, ${saveAsCsv}.`,
  },
]

/** What to tell somebody whose file is, by its first bytes, no text with columns. Null when it may be one. */
export function wrongKindOfFile(bytes: Uint8Array): string | null {
  if (startsWith(bytes, ascii('PK\x03\x04'))) return zipSentence(bytes)
  const kind = kinds.find(({ starts }) => startsWith(bytes, starts))
  if (kind !== undefined) return kind.sentence
  const opening = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 512))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
  if (/^<(?:!doctype|html|\?xml|table|head|body)\b/i.test(opening))
    return 'That is a web page, not a CSV file. If you downloaded it, sign in there and export again as CSV.'
  if (/^(?:\{\s*"|\[\s*[{["])/.test(opening)) return 'That is JSON. Upload the contacts as a CSV file.'
  return null
}

/** Office files are zip archives whose entries give them away. */
function zipSentence(bytes: Uint8Array): string {
  const names = new TextDecoder('latin1').decode(bytes)
  if (names.includes('xl/workbook')) return `That is an Excel workbook. In Excel ${saveAsCsv}.`
  if (names.includes('opendocument.spreadsheet') || names.includes('Index/Document.iwa'))
    return 'That is a spreadsheet. Export it as CSV and upload that.'
  if (names.includes('word/document')) return 'That is a Word document. Upload the contacts as a CSV file.'
  return 'That is a zip archive. Unpack it and upload the CSV file inside.'
}

function startsWith(bytes: Uint8Array, starts: readonly number[]): boolean {
  return starts.every((byte, index) => bytes[index] === byte)
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0))
}
