/** A row of an uploaded file as it stood there. `line` is where it begins, the header being on line 1. */
export type TableRow = { line: number; cells: string[] }
