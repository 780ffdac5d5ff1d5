/** The wording that every mail of the bench has, with a dozen merge fields spread over it. */
const paragraph =
  'Hello {{ first_name }}, this is what we wanted to tell everybody at {{ company }} in {{ city }}: the harvest came ' +
  'in early this year, the roast is lighter than the last one, and everybody on {{ plan | default: "no plan" }} can ' +
  'taste it at https://northwind.example/tasting?from=mail before it is on the shelves. Bring a friend, and a cup.'

/** A letter whose mails are about so many bytes on the wire: the text stands in each twice, as HTML and as plain text. */
export function letterOf(bytes: number): { subject: string; body: string } {
  const frame = 5_000
  const paragraphs = Math.round((bytes - frame) / (2 * (paragraph.length + 60)))
  const filler = paragraph.replaceAll(/\{\{[^}]*\}\}/g, 'you')
  const body = Array.from({ length: paragraphs }, (_, index) => (index % 7 === 0 ? paragraph : filler))
  return { subject: 'A lighter roast for {{ company }}, {{ first_name }}', body: body.join('\n\n') }
}
