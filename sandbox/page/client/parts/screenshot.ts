const query = new URLSearchParams(globalThis.location?.search ?? '')

/** `?screenshot`: nothing moves and ages do not tick, so two pictures of one state are the same. */
export const isScreenshot: boolean = query.has('screenshot')

const started = Date.now()

/** The time the page shows ages against, in milliseconds; it stands still in screenshots. */
export function now(): number {
  return isScreenshot ? started : Date.now()
}
