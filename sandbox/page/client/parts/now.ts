const query = new URLSearchParams(globalThis.location?.search ?? '')

/** `?screenshot`: nothing moves and ages do not tick, so two pictures of one state are the same. */
export const isScreenshot: boolean = query.has('screenshot')

const started = Date.now()

let ahead = 0

/** Tells by how many milliseconds the stand-ins' time was moved ahead of this machine's. */
export function setAhead(ms: number): void {
  ahead = ms
}

/** The time the page shows ages against, in milliseconds; it stands still in screenshots unless it is moved. */
export function now(): number {
  return (isScreenshot ? started : Date.now()) + ahead
}
