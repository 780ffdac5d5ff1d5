import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { csvTables } from '../../src/adapters/csv-tables.ts'
import { guessColumns } from '../../src/domain/columns.ts'
import { countRows, rowsReader } from '../../src/domain/import-rows.ts'
import { readTable, sampleBytes, textBytes } from '../support/samples.ts'

const tables = csvTables()

async function sentenceFor(bytes: Uint8Array): Promise<string> {
  const outcome = await tables.read(bytes)
  return outcome.kind === 'problem' ? outcome.sentence : `no problem: ${JSON.stringify(outcome)}`
}

function utf16(text: string, order: 'le' | 'be', mark: string): Uint8Array {
  const bytes = Buffer.from(mark + text, 'utf16le')
  return new Uint8Array(order === 'le' ? bytes : bytes.swap16())
}

describe('The sample files', () => {
  it.each([
    ['contacts-500.csv', { rowsRead: 500, rowsAccepted: 483, rowsRefused: 12, rowsRepeated: 5 }],
    ['contacts-semicolon-cp1252.csv', { rowsRead: 120, rowsAccepted: 120, rowsRefused: 0, rowsRepeated: 0 }],
    ['contacts-utf16.tsv', { rowsRead: 120, rowsAccepted: 120, rowsRefused: 0, rowsRepeated: 0 }],
  ])('%s gives %j', async (name, counts) => {
    const { header, rows } = await readTable(sampleBytes(name))
    const guess = guessColumns(header, rows)
    if (guess.kind !== 'guessed') throw new Error(guess.kind)
    expect(guess.mapping).toEqual(
      'first_name last_name email company job_title country time_zone phone employees annual_revenue consent_source consent_date notes'.split(
        ' ',
      ),
    )
    expect(countRows(rowsReader(guess.mapping)(rows))).toEqual(counts)
  })

  it('keep letters, quotation marks and lines as they were written', async () => {
    const { header, rows } = await readTable(sampleBytes('contacts-500.csv'))
    expect(header[0]).toBe('First Name')
    expect(rows[7]?.cells.slice(0, 2)).toEqual(['grace', 'van der Berg'])
    expect(rows[6]?.cells[3]).toBe('Eastwind "Energy" GmbH')
    expect(rows[13]).toMatchObject({
      line: 15,
      cells: expect.arrayContaining(['asked for a demo,\nthen went quiet']),
    })
    expect(rows[14]?.line).toBe(17)
    const western = await readTable(sampleBytes('contacts-semicolon-cp1252.csv'))
    expect(western.rows[2]?.cells.slice(0, 2)).toEqual(['Ravi', 'O’Brien'])
    expect(western.rows[0]?.cells[9]).toBe('$3;400;000')
    const wide = await readTable(sampleBytes('contacts-utf16.tsv'))
    expect(wide.rows[1]?.cells.slice(0, 4)).toEqual([
      'Chloe',
      '田中',
      'chloe.x1@deltainc.example',
      'Delta\t Inc.',
    ])
  })
})

describe('A contact file', () => {
  it.each([
    ['UTF-8', textBytes('Email,Name\na@b.example,Zoë\n')],
    ['UTF-8 with a byte order mark', textBytes('\uFEFFEmail,Name\na@b.example,Zoë\n')],
    ['windows-1252', new Uint8Array(Buffer.from('Email,Name\na@b.example,Zoë\n', 'latin1'))],
    ['UTF-16 little-endian', utf16('Email,Name\na@b.example,Zoë\n', 'le', '\uFEFF')],
    ['UTF-16 big-endian', utf16('Email,Name\na@b.example,Zoë\n', 'be', '\uFEFF')],
    ['UTF-16 little-endian, unmarked', utf16('Email,Name\na@b.example,Zoë\n', 'le', '')],
    ['UTF-16 big-endian, unmarked', utf16('Email,Name\na@b.example,Zoë\n', 'be', '')],
  ])('is read in %s', async (_, bytes) => {
    expect(await readTable(bytes)).toEqual({
      kind: 'ok',
      header: ['Email', 'Name'],
      rows: [{ line: 2, cells: ['a@b.example', 'Zoë'] }],
    })
  })

  it.each([
    ['semicolons', 'a;b\n1;"2;3"\n', ['1', '2;3']],
    ['tabs', 'a\tb\n1\t"2\t3"\n', ['1', '2\t3']],
    ['bars', 'a|b\n1|2,5\n', ['1', '2,5']],
    ['semicolons and decimal commas', 'a;b;c\n1,5;2,5;3,5\n', ['1,5', '2,5', '3,5']],
    ['what Excel says in a first line', 'sep=;\na;b\n1,5;2\n', ['1,5', '2']],
    ['nothing, in one column', 'email\na@b.example\n', ['a@b.example']],
  ])('is separated by %s', async (_, text, cells) => {
    expect((await readTable(textBytes(text))).rows[0]?.cells).toEqual(cells)
  })

  it.each([
    ['Windows', '\r\n'],
    ['Unix', '\n'],
    ['old Macs', '\r'],
  ])('from %s names the line on which each row begins', async (_, end) => {
    const text = ['a,b', '"x', 'y",2', '', ' , ', '3,4', '5'].join(end)
    expect((await readTable(textBytes(text))).rows).toEqual([
      { line: 2, cells: ['x\ny', '2'] },
      { line: 6, cells: ['3', '4'] },
      { line: 7, cells: ['5'] },
    ])
  })

  it('may hold quotation marks that nobody doubled', async () => {
    const { rows } = await readTable(textBytes('a,b\n1,5" pipe\n2,"Eve" Adams\n3,4\n'))
    expect(rows.map((row) => row.cells)).toEqual([
      ['1', '5" pipe'],
      ['2', '"Eve" Adams'],
      ['3', '4'],
    ])
  })
})

describe('A file that cannot be used', () => {
  const workbook = Buffer.concat([
    Buffer.from('PK\x03\x04'),
    Buffer.alloc(40),
    Buffer.from('xl/workbook.xml'),
  ])
  it.each([
    ['nothing', textBytes(''), 'That file is empty.'],
    ['spaces', textBytes('\uFEFF \r\n\r\n'), 'That file is empty.'],
    ['separators', textBytes(',,,\n,,,\n'), 'That file is empty.'],
    ['a header', textBytes('Email,Name\n'), 'a header and no contacts'],
    ['a workbook', workbook, 'In Excel choose File → Save As → CSV UTF-8'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'In Excel choose File → Save As → CSV UTF-8'],
    ['a zip', Buffer.from('PK\x03\x04rest'), 'zip archive'],
    ['a PDF', textBytes('%PDF-1.7\n1 0 obj'), 'That is a PDF.'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'That is a picture.'],
    ['a web page', textBytes('\n<!DOCTYPE html><html>'), 'That is a web page'],
    ['JSON', textBytes('[{"email":"a@b.example"}]'), 'That is JSON.'],
    ['bytes', new Uint8Array([1, 2, 0, 4, 5, 0, 0, 0, 9]), 'That is not a text file.'],
    ['too many columns', textBytes(`${'a,'.repeat(200)}b\n1\n`), '201 columns; 200 is the most'],
    [
      'an open quotation mark',
      textBytes('a,b\n"x\ny",2\n3,"open\n5,6\n'),
      'on line 4 opens a quotation mark',
    ],
    [
      'a row without end',
      textBytes(`a,b\n1,"${'x'.repeat(300_000)}",2\n`),
      'on line 2 opens a quotation mark',
    ],
  ])('because it holds %s gets a sentence', async (_, bytes, sentence) => {
    expect(await sentenceFor(new Uint8Array(bytes))).toContain(sentence)
  })

  it('gets one whatever its bytes, or is read without NUL characters', async () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(textBytes))
    await fc.assert(
      fc.asyncProperty(bytes, async (file) => {
        const outcome = await tables.read(file)
        expect(JSON.stringify(outcome)).not.toContain('\\u0000')
      }),
    )
  })
})

describe('A file that is written', () => {
  it.each([
    '=1+1',
    '+1 212',
    '-2',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '＝1+1',
    '＋1',
    '－2',
    '＠SUM(A1)',
    ' =1',
    '\u3000＝1',
    '\u200B=1',
    '\uFEFF=1',
  ])('makes text of %j', (cell) => {
    expect(tables.write([[cell]])).toContain(`'${cell}`)
  })

  it('comes back as it was', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', ' ', '7') })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        const written = tables.write([['h1', 'h2'], ...rows.map(([a, b]) => [`x${a}`, b])])
        const read = await readTable(textBytes(written))
        expect(read.rows.map((row) => row.cells)).toEqual(rows.map(([a, b]) => [`x${a}`, b]))
      }),
    )
  })
})
