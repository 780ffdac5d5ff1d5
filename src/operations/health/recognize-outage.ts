// Prisma's own, Node's for sockets, PostgreSQL's for one that shuts down, starts or has no room.
const codes = new Set(
  `P1001 P1002 P1008 P1017 P2024 P2037
  ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT EHOSTUNREACH ENOTFOUND
  57P01 57P02 57P03 53300`.split(/\s+/),
)

// The driver gives no code to a connection that broke off, and Prisma hands some of PostgreSQL's on as words alone. Its P2028
// is for whatever goes wrong with a transaction: only one that got no connection says anything of the database, not one that
// took too long or was used after its end.
const words =
  /unable to start a transaction in the given time|connection terminated|connection ended|connection error and is not queryable|timeout exceeded when trying to connect|terminating connection due to|database system is (?:starting up|shutting down)/i

/** Whether something failed because the database is away. Causes are not looked at: a vendor's may be a broken line as well. */
export function recognizeOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const code: unknown = Reflect.get(error, 'code')
  const message: unknown = Reflect.get(error, 'message')
  return (typeof code === 'string' && codes.has(code)) || (typeof message === 'string' && words.test(message))
}

/** What somebody is told meanwhile. It may be that what they did was still written down. */
export const databaseAwaySentence =
  'Baton cannot reach its database at the moment. No mail is lost, and none goes out twice. Try again in a minute, and look first whether it was done.'

/** After how many seconds a program should try again. */
export const databaseAwaySeconds = 60
