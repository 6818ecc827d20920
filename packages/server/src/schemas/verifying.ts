/** Schemas of the verifier's routes (VCALM 1.0 §3.3). */
import { Type } from 'typebox'
import { problemDetailsSchema, problemSchema } from './problem.ts'
import { CLOSED, type NamedSchema, named, objectOrToken, openObject, ref } from './schema.ts'

const MAX_CHECKS = 32

const flag = Type.Optional(Type.Boolean())
const checks = Type.Optional(
  Type.Array(Type.String({ maxLength: 64 }), {
    maxItems: MAX_CHECKS,
    description: 'Accepted from older callers. All checks are always made.',
  }),
)
const text = Type.Optional(Type.String({ minLength: 1, maxLength: 4096 }))

/** `POST /credentials/verify` */
export const verifyCredentialRequest = named(
  'VerifyCredentialRequest',
  Type.Object(
    {
      verifiableCredential: objectOrToken(
        'A credential with an embedded proof, an EnvelopedVerifiableCredential, or a compact token.',
      ),
      options: Type.Optional(
        Type.Object({ returnResults: flag, returnProblemDetails: flag, returnCredential: flag, checks }, CLOSED),
      ),
    },
    CLOSED,
  ),
)

/** `POST /presentations/verify` */
export const verifyPresentationRequest = named(
  'VerifyPresentationRequest',
  Type.Object(
    {
      verifiablePresentation: Type.Optional(
        objectOrToken('A presentation with an embedded proof, an EnvelopedVerifiablePresentation, or a compact token.'),
      ),
      presentation: Type.Optional(
        openObject('A presentation without a proof: only the credentials in it are verified.'),
      ),
      options: Type.Optional(
        Type.Object(
          {
            challenge: text,
            domain: text,
            returnPresentation: flag,
            returnResults: flag,
            returnProblemDetails: flag,
            checks,
          },
          CLOSED,
        ),
      ),
    },
    { ...CLOSED, oneOf: [{ required: ['verifiablePresentation'] }, { required: ['presentation'] }] },
  ),
)

const problemDetails = Type.Optional(Type.Array(ref(problemDetailsSchema)))

/** The verdict on a credential. */
export const credentialResult = named(
  'CredentialResult',
  Type.Object({
    verified: Type.Boolean(),
    credential: Type.Optional(Type.Unknown()),
    problemDetails,
    results: Type.Optional(openObject('What each step found.')),
  }),
)

/** The verdict on a presentation. */
export const presentationResult = named(
  'PresentationResult',
  Type.Object({
    verified: Type.Boolean(),
    verifiablePresentation: Type.Optional(Type.Unknown()),
    problemDetails,
    results: Type.Optional(openObject('What each step found, for the presentation and each credential in it.')),
  }),
)

/** A verdict with each status it may have; a malformed request is a 400 as well. */
export function verdicts<T>(schema: NamedSchema) {
  const reference = { $ref: `${schema.$id}#` }
  return {
    200: Type.Unsafe<T>({ ...reference, description: 'The verdict.' }),
    400: Type.Unsafe<T>({
      anyOf: [reference, { $ref: `${problemSchema.$id}#` }],
      description: 'The request is malformed; or the verdict of an instance that answers a failed verification so.',
    }),
    422: Type.Unsafe<T>({
      ...reference,
      description: 'The verdict of an instance that answers a failed verification so.',
    }),
  }
}

/** The answer to `POST /challenges`. */
export const challengeAnswer = named(
  'Challenge',
  Type.Object({ challenge: Type.String({ description: 'Good for one presentation, for a limited time.' }) }),
)

/** Every named schema of this file. */
export const verifyingSchemas = [
  verifyCredentialRequest,
  verifyPresentationRequest,
  credentialResult,
  presentationResult,
  challengeAnswer,
]
