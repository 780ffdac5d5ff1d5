import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The label of the input block around an element; '' outside input blocks. */
export const LabelContext = createContext('')

export function useLabel(): string {
  return useContext(LabelContext)
}
