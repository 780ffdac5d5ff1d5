/** A text made ready for `says`: lower case, one space between words, question marks standing alone. */
export const spoken = (text: string): string => {
  const plain = text.toLowerCase().replaceAll('’', "'").replaceAll('?', ' ? ')
  return ` ${plain.replace(/[^\p{L}\p{N}'?-]+/gu, ' ').trim()} `
}

/** Whether a prepared text has a word or phrase as a whole: "stop" is not in "unstoppable" or "non-stop". */
export const says = (prepared: string, word: string): boolean => prepared.includes(spoken(word))
