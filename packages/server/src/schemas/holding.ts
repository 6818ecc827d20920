/** Schemas of the holder's routes (VCALM 1.0 §3.4). */
import { Type } from 'typebox'
import { CLOSED, named, objectOrToken, openObject } from './schema.ts'

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

const pointers = Type.Array(Type.String({ maxLength: 4096 }), {
  maxItems: 1000,
  description: 'JSON pointers to what is disclosed, besides what the issuer made mandatory.',
})

/** `POST /credentials/derive` */
export const deriveCredentialRequest = named(
  'DeriveCredentialRequest',
  Type.Object(
    {
      verifiableCredential: objectOrToken(
        'A credential with a base proof, an EnvelopedVerifiableCredential of an SD-JWT, or an SD-JWT as it is.',
      ),
      options: Type.Optional(Type.Object({ selectivePointers: Type.Optional(pointers) }, CLOSED)),
    },
    CLOSED,
  ),
)

/** The answer to `POST /credentials/derive`: the credential itself. */
export const derivedCredential = named(
  'DerivedCredential',
  openObject('A credential with a derived proof, or an EnvelopedVerifiableCredential with fewer disclosures.'),
)

/** Every named schema of this file. */
export const holdingSchemas = [
  createPresentationRequest,
  createdPresentation,
  deriveCredentialRequest,
  derivedCredential,
]
