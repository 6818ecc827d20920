/** Schemas of DID registration (DIF DID Registration). */
import { Type } from 'typebox'
import { CLOSED, named, openObject } from './schema.ts'

/** `POST /1.0/create` */
export const createDidRequest = named(
  'CreateDidRequest',
  Type.Object(
    {
      didDocument: openObject('The document, with the id it shall have and public keys only.'),
      jobId: Type.Optional(Type.Null({ description: 'Every DID is created at once: there are no jobs.' })),
      options: Type.Optional(
        Type.Object(
          {
            clientSecretMode: Type.Optional(Type.Boolean({ const: true })),
            storeSecrets: Type.Optional(Type.Boolean({ const: false })),
            returnSecrets: Type.Optional(Type.Boolean({ const: false })),
          },
          CLOSED,
        ),
      ),
      secret: Type.Optional(openObject('Must be empty: keys stay with the client.')),
    },
    CLOSED,
  ),
)

/** The answer to a created DID. */
export const createdDid = named(
  'CreatedDid',
  Type.Object({
    jobId: Type.Null(),
    didState: Type.Object({
      state: Type.String({ const: 'finished' }),
      did: Type.String(),
      didDocument: openObject('The document as it is hosted.'),
    }),
    didRegistrationMetadata: openObject('Empty.'),
    didDocumentMetadata: openObject('Empty.'),
  }),
)

/** Every named schema of this file. */
export const registrationSchemas = [createDidRequest, createdDid]
