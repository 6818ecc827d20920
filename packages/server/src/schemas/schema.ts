/** Helpers for named route schemas: one definition, a static type and a name in the OpenAPI document. */
import type { FastifyInstance } from 'fastify'
import { type Static, type TSchema, type TUnsafe, Type } from 'typebox'

/** A schema with a name. */
export type NamedSchema = TSchema & { readonly $id: string }

/** Gives a schema its name. */
export function named<S extends TSchema>($id: string, schema: S): S & { readonly $id: string } {
  return Object.assign(schema, { $id })
}

/** A reference to a named schema that keeps its static type; an answer also says what it means. */
export function ref<S extends NamedSchema>(schema: S, description?: string): TUnsafe<Static<S>> {
  return Type.Unsafe<Static<S>>({ $ref: `${schema.$id}#`, ...(description !== undefined && { description }) })
}

/** Makes named schemas known to `app` and to what is registered in it. */
export function addSchemas(app: FastifyInstance, schemas: readonly NamedSchema[]): void {
  for (const schema of schemas) {
    if (app.getSchema(schema.$id) === undefined) app.addSchema(schema)
  }
}

/** Any JSON object: its members are checked by the services, not by the schema. */
export const openObject = (description: string, examples?: readonly unknown[]) =>
  Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    description,
    additionalProperties: true,
    ...(examples !== undefined && { examples }),
  })

/** Any JSON object, or a token. */
export const objectOrToken = (description: string) =>
  Type.Unsafe<Readonly<Record<string, unknown>> | string>({
    description,
    anyOf: [
      { type: 'object', additionalProperties: true },
      { type: 'string', minLength: 1 },
    ],
  })

/** Members besides the named ones are refused. */
export const CLOSED = { additionalProperties: false } as const
