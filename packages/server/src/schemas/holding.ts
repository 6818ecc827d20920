/** Schemas of the holder's routes (VCALM 1.0 §3.4). */
import { Type } from 'typebox'
import { CLOSED, named, openObject } from './schema.ts'

const text = Type.Optional(Type.String({ minLength: 1, maxLength: 4096 }))

/** `POST /presentations` */
export const createPresentationRequest = named(
  'CreatePresentationRequest',
  Type.Object(
    {
      presentation: openObject('A presentation without a proof; it may hold no credential.'),
      options: Type.Optional(
        Type.Object(
          {
            type: text,
            cryptosuite: text,
            verificationMethod: text,
            proofPurpose: Type.Optional(
              Type.Enum(['authentication', 'assertionMethod'], { description: 'authentication unless given.' }),
            ),
            created: text,
            challenge: text,
            domain: text,
          },
          CLOSED,
        ),
      ),
    },
    CLOSED,
  ),
)

/** The answer that holds a presentation. */
export const createdPresentation = named(
  'CreatedPresentation',
  Type.Object({
    verifiablePresentation: openObject('A presentation with a proof, or an EnvelopedVerifiablePresentation.'),
  }),
)

/** Every named schema of this file. */
export const holdingSchemas = [createPresentationRequest, createdPresentation]
