type Given<Arguments> = { [Name in keyof Arguments]?: NonNullable<Arguments[Name]> }

/** The arguments that a query gave, as a condition: what is absent or null filters nothing. */
export function given<Arguments extends object>(args: Arguments): Given<Arguments> {
  const condition: Given<Arguments> = {}
  for (const name in args) {
    const value = args[name]
    if (value !== undefined && value !== null) condition[name] = value
  }
  return condition
}

type Stated<Arguments> = { [Name in keyof Arguments]?: Arguments[Name] & ({} | null) }

/** The arguments that a query gave, null among them: only what is absent is left out. */
export function stated<Arguments extends object>(args: Arguments): Stated<Arguments> {
  const known: Stated<Arguments> = {}
  for (const name in args) {
    const value = args[name]
    if (value !== undefined) known[name] = value
  }
  return known
}
