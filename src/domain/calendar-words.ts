// Names as people write them in English, German, French, Spanish, Italian, Dutch, Swedish and Portuguese: in lower case and
// without accents. What is shorter than the name is how it is abbreviated.
const monthNames = [
  'january januar janvier enero gennaio januari janeiro janner jan janv ene gen',
  'february februar fevrier febrero febbraio februari fevereiro feb fevr fev',
  'march marz mars marzo maart marco maerz mar mrz mrt',
  'april avril abril aprile apr avr abr',
  'may mai mayo maggio mei maj maio mag',
  'june juni juin junio giugno junho jun giu',
  'july juli juillet julio luglio julho jul juil lug',
  'august aout agosto augustus augusti aug ago',
  'september septembre septiembre setiembre settembre setembro sept sep',
  'october oktober octobre octubre ottobre outubro oct okt ott',
  'november novembre noviembre novembro nov',
  'december dezember decembre diciembre dicembre dezembro dec dez dic',
]
const weekdayNames = [
  'monday montag lundi lunes lunedi maandag mandag segunda-feira',
  'tuesday dienstag mardi martes martedi dinsdag tisdag terca-feira',
  'wednesday mittwoch mercredi miercoles mercoledi woensdag onsdag quarta-feira',
  'thursday donnerstag jeudi jueves giovedi donderdag torsdag quinta-feira',
  'friday freitag vendredi viernes venerdi vrijdag fredag sexta-feira',
  'saturday samstag sonnabend samedi sabado zaterdag lordag',
  'sunday sonntag dimanche domingo domenica zondag sondag',
]

/** The month of each name, 1 to 12. */
export const months: ReadonlyMap<string, number> = numbered(monthNames)

/** The day of the week of each name, 1 for Monday to 7. */
export const weekdays: ReadonlyMap<string, number> = numbered(weekdayNames)

/** A pattern that is any one of these words, the longest that fits. */
export const anyOf = (words: Iterable<string>): string =>
  [...words].toSorted((a, b) => b.length - a.length).join('|')

/** Text as these words are compared: in lower case, without accents, spaces of every kind as one. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')

function numbered(lines: readonly string[]): Map<string, number> {
  return new Map(lines.flatMap((line, index) => line.split(' ').map((word) => [word, index + 1] as const)))
}
