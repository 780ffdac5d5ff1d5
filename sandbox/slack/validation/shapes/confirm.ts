import { object } from '../object.ts'
import { oneOf } from '../values.ts'
import { anyText, plainText } from './text.ts'

/** The dialog that asks "are you sure?" before an element acts. */
export const confirmDialog = object({
  required: { text: anyText(300) },
  optional: {
    title: plainText(100),
    confirm: plainText(30),
    deny: plainText(30),
    style: oneOf('primary', 'danger'),
  },
})
