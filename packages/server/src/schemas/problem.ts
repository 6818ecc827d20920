/** Schemas of error answers. */
import { Type } from 'typebox'
import { named, openObject, ref } from './schema.ts'

const details = {
  type: Type.String({ description: 'URL of the kind of problem.' }),
  title: Type.String({ description: 'The kind of problem in words.' }),
  detail: Type.String({ description: 'What is wrong here; never holds a value of the request.' }),
}
const pointer = Type.Optional(Type.String({ description: 'JSON pointer to the member the problem is about.' }))

/** RFC 9457 problem details, as they stand in verification results. */
export const problemDetailsSchema = named('ProblemDetails', Type.Object({ ...details, pointer }))

/** An error answer. */
export const problemSchema = named(
  'Problem',
  Type.Object(
    {
      ...details,
      status: Type.Integer({ description: 'The HTTP status.' }),
      pointer,
      problemDetails: Type.Optional(Type.Array(ref(problemDetailsSchema))),
    },
    { description: 'RFC 9457 problem details, as application/json.' },
  ),
)

/** Every named schema of this file. */
export const problemSchemas = [problemDetailsSchema, problemSchema]

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is malformed or refused.',
  404: 'There is no such thing.',
  406: 'The wanted representation is not available.',
  409: 'The request conflicts with what is there.',
  410: 'It was there, and is no more.',
  413: 'The request body is too large.',
  415: 'The media type is not supported.',
  500: 'The service failed.',
  501: 'Not supported.',
  503: 'Cannot be decided or done now: try again.',
}

/** Error answers of a route, by status. */
export function problems(...statuses: readonly number[]): Record<number, ReturnType<typeof problemAnswer>> {
  return Object.fromEntries(statuses.map((status) => [status, problemAnswer(TITLES[status] ?? 'An error.')]))
}

function problemAnswer(description: string) {
  return { description, content: { 'application/json': { schema: ref(problemSchema) } } }
}

/** An answer without a body. */
export function empty(description: string) {
  return { description, type: 'null' } as const
}

/** An answer that says nothing besides its status. It is JSON all the same. */
export function nothing(description: string) {
  return Type.Object({}, { description })
}

/** A credential in an answer; nothing in it is ever left out. */
export const securedCredential = openObject('A credential with an embedded proof, or an EnvelopedVerifiableCredential.')
