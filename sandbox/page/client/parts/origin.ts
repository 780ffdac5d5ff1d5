import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** Where the Slack stand-in serves its files. */
export const OriginContext = createContext('')

export function useOrigin(): string {
  return useContext(OriginContext)
}
