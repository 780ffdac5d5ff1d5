import {
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  GraphQLError,
  type GraphQLNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'

/** How many rows a page has when a query does not say, and at most. */
export const pageSize = { usual: 50, largest: 500 } as const

// A list inside a list is read once for each row around it, so few rows may be around it.
const mostParents = 50

// What Pothos makes of a row's id, before base64.
const cursorShape = /^GPC:S:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

// What one query may read in all, over every list and alias; what a row belongs to is a row too.
const mostRows = 25_000

/**
 * For the `extensions` of fields whose values may be long: each counts as so many rows wherever it is read. What a person
 * wrote has up to 64,000 characters, a contact's attributes up to 200,000 from one import. Even so the largest page may be
 * read with all of its fields.
 */
export const counts = { longText: { rows: 10 }, attributes: { rows: 25 } } as const

// Fragments that use one another many times make a short text a long walk.
const mostSteps = 5_000

/** The query, and what walking through it has come to so far. */
type Query = Pick<ExecutionArgs, 'schema' | 'variableValues'> & {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  walked: { rows: number; steps: number }
}
/** Where the walk stands: in a type that is read for so many rows. */
type Place = { type: GraphQLNamedType | undefined | null; rows: number }

/**
 * Refuses a query that asks for too much, or with a cursor that is none, before anything is read. The cost limit cannot
 * do this: it does not see page sizes that are in variables or left out.
 */
export const pageRule: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const [problem] = pageProblems(args)
    if (problem === undefined) return
    setResultAndStopExecution({
      errors: [new GraphQLError(problem, { extensions: { code: 'BAD_USER_INPUT' } })],
    })
  },
}

/** What is wrong with the pages that a query asks for, as sentences. The query must be valid. */
function pageProblems({ document, schema, variableValues, operationName }: ExecutionArgs): string[] {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node)
  }
  const query: Query = { schema, variableValues, fragments, walked: { rows: 0, steps: 0 } }
  const problems = document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return []
    if (typeof operationName === 'string' && node.name?.value !== operationName) return []
    return inSelections(query, node.selectionSet, { type: schema.getRootType(node.operation), rows: 1 })
  })
  return [...problems, ...inAll(query)]
}

function inAll({ walked: { rows, steps } }: Query): string[] {
  if (steps > mostSteps) return ['This query uses its fragments too often. Ask for less at once.']
  if (rows <= mostRows) return []
  return [
    `This query asks for up to ${rows} rows, where what a row belongs to is one more, and a long text or attributes ` +
      `count as several. At most ${mostRows} are possible: ask for smaller pages with "first", for fewer fields, or ` +
      `in several queries.`,
  ]
}

function inSelections(query: Query, { selections }: SelectionSetNode, place: Place): string[] {
  query.walked.steps += selections.length
  if (query.walked.steps > mostSteps) return []
  return selections.flatMap((selection) => inSelection(query, selection, place))
}

function inSelection(query: Query, selection: SelectionNode, place: Place): string[] {
  if (selection.kind === Kind.FIELD) return inField(query, selection, place)
  const fragment =
    selection.kind === Kind.INLINE_FRAGMENT ? selection : query.fragments.get(selection.name.value)
  if (fragment === undefined) return []
  const condition = fragment.typeCondition?.name.value
  const type = condition === undefined ? place.type : query.schema.getType(condition)
  return inSelections(query, fragment.selectionSet, { ...place, type })
}

function inField(query: Query, node: FieldNode, { type, rows }: Place): string[] {
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
  if (field === undefined) return []
  const page = field.args.some(({ name }) => name === 'first') ? pageOf(query, field, node) : null
  const inner = { type: getNamedType(field.type), rows: rows * (page?.size ?? 1) }
  query.walked.rows += page === null ? rows * weightOf(field, { from: type, to: inner.type }) : inner.rows
  return [
    ...(page === null ? [] : problemsOf(node.name.value, page, rows)),
    ...(node.selectionSet === undefined ? [] : inSelections(query, node.selectionSet, inner)),
  ]
}

/** How many rows a field adds to each row that it is read of. */
function weightOf(
  { extensions }: GraphQLField<unknown, unknown>,
  { from, to }: { from: Place['type']; to: GraphQLNamedType },
): number {
  const own = extensions['rows']
  if (typeof own === 'number') return own
  return isRow(from) && isRow(to) ? 1 : 0
}

// Rows have ids; pages, edges and counts have none.
const isRow = (type: Place['type']): boolean => isObjectType(type) && 'id' in type.getFields()

type Page = { size: number; cursors: unknown[] }

function pageOf({ variableValues }: Query, field: GraphQLField<unknown, unknown>, node: FieldNode): Page {
  const { first, last, after, before } = getArgumentValues(field, node, variableValues)
  const size = [first, last].find((value) => typeof value === 'number') ?? pageSize.usual
  return { size, cursors: [after, before].filter((value) => value !== undefined && value !== null) }
}

function problemsOf(name: string, { size, cursors }: Page, rows: number): string[] {
  const problems: string[] = []
  if (size < 1 || size > pageSize.largest) {
    problems.push(`A page of ${name} has 1 to ${pageSize.largest} rows: ask for more with "after".`)
  }
  if (rows > mostParents) {
    problems.push(
      `${name} would be read for ${rows} rows around it. Ask for at most ${mostParents} of those with "first", or ` +
        `query ${name} by itself with a filter.`,
    )
  }
  if (!cursors.every(isCursor)) problems.push(`A cursor of ${name} is not one that this server gave.`)
  return problems
}

function isCursor(value: unknown): boolean {
  return typeof value === 'string' && cursorShape.test(Buffer.from(value, 'base64').toString('utf8'))
}
