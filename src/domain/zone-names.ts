/** Time zones whose name holds these words, those that begin with them first: `new york` finds America/New_York. */
export function zonesNamed(words: string): string[] {
  const wanted = plain(words)
  const found = ['UTC', ...Intl.supportedValuesOf('timeZone')].filter((zone) => plain(zone).includes(wanted))
  const cityFirst = (zone: string) =>
    plain(zone.slice(zone.lastIndexOf('/') + 1)).startsWith(wanted) ? 0 : 1
  return [...new Set(found)].toSorted((a, b) => cityFirst(a) - cityFirst(b) || a.localeCompare(b, 'en'))
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, ' ')
