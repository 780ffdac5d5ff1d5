/** What stands in the field an event came from; '' when it came from something else. */
export function typedText(event: Event): string {
  const { target } = event
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  return isField ? target.value : ''
}

/** The files chosen in the file field an event came from. */
export function chosenFiles(event: Event): FileList | null {
  return event.target instanceof HTMLInputElement ? event.target.files : null
}
