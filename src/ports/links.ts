/** Makes and reads addresses that people may hold but not forge. */
export type Links = {
  /** Address of the unsubscribe page of one message. */
  unsubscribe: (messageId: string) => string
  /** The message that an unsubscribe token stands for, or null when it was not made by us. */
  readUnsubscribe: (token: string) => string | null
}
