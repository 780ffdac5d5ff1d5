/** The one server of the stand-in's account. */
export const serverId = 23
