/** What became of the rows of a file. `repeated` rows named an address that an earlier row had named. */
export type ImportCounts = {
  rowsRead: number
  rowsAccepted: number
  rowsRefused: number
  rowsRepeated: number
}

/** The most a file may weigh: what Slack lets a person upload in a modal. */
export const maxImportBytes = 10 * 1024 * 1024

/** The most rows that are kept and given back of those that were not taken: more than anybody mends by hand. */
export const maxRefusalsKept = 10_000
