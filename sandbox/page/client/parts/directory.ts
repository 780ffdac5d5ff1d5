import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export type Entry = { id: string; name: string; detail: string }

/** Names for the ids an app writes, as the person on this pane sees them. */
export type Directory = {
  me: string
  timeZone: string
  people: Entry[]
  channels: Entry[]
  userName: (id: string) => string
  channelName: (id: string) => string
  /** Shows that channel on this pane. */
  open: (channelId: string) => void
}

const nobody: Directory = {
  me: '',
  timeZone: 'UTC',
  people: [],
  channels: [],
  userName: (id) => id,
  channelName: (id) => id,
  open: () => {},
}

export const DirectoryContext = createContext<Directory>(nobody)

export function useDirectory(): Directory {
  return useContext(DirectoryContext)
}
