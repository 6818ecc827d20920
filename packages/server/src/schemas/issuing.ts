/** Schemas of the issuer's routes (VCALM 1.0 §3.2). */
import { Type } from 'typebox'
import { EXAMPLE_CREDENTIAL } from '../example-credential.ts'
import { securedCredential } from './problem.ts'
import { CLOSED, named, openObject } from './schema.ts'

const identifier = Type.String({ minLength: 1, maxLength: 4096 })

/** `POST /credentials/issue` */
export const issueCredentialRequest = named(
  'IssueCredentialRequest',
  Type.Object(
    {
      credential: openObject(
        'A VCDM 2.0 credential, or 1.1 where the instance takes it, without a proof; for SD-JWT VC also claims with `vct`.',
      ),
      options: Type.Optional(
        Type.Object(
          {
            credentialId: Type.Optional(identifier),
            mandatoryPointers: Type.Optional(
              Type.Array(Type.String({ maxLength: 4096 }), {
                maxItems: 1000,
                description: 'JSON pointers to what a holder must always disclose; forms of selective disclosure only.',
              }),
            ),
            type: Type.Optional(Type.String({ maxLength: 256 })),
            cryptosuite: Type.Optional(Type.String({ maxLength: 256 })),
          },
          CLOSED,
        ),
      ),
    },
    {
      ...CLOSED,
      examples: [{ credential: EXAMPLE_CREDENTIAL }],
    },
  ),
)

/** The answer that holds a credential. */
export const issuedCredential = named('IssuedCredential', Type.Object({ verifiableCredential: securedCredential }))

/** `POST /credentials/status` */
export const updateStatusRequest = named(
  'UpdateStatusRequest',
  Type.Object(
    {
      credentialId: identifier,
      credentialStatus: Type.Object(
        {
          type: Type.String({ maxLength: 256, examples: ['BitstringStatusListEntry'] }),
          statusPurpose: Type.String({ maxLength: 256, examples: ['revocation'] }),
          id: Type.Optional(identifier),
          statusListIndex: Type.Optional(Type.String({ maxLength: 32 })),
          statusListCredential: Type.Optional(identifier),
        },
        CLOSED,
      ),
      status: Type.Boolean({ description: 'true: revoked or suspended.' }),
    },
    CLOSED,
  ),
)

/** `POST /status-lists` */
export const createStatusListRequest = named(
  'CreateStatusListRequest',
  Type.Object(
    {
      statusPurpose: Type.Enum(['revocation', 'suspension']),
      options: Type.Optional(Type.Object({}, CLOSED)),
    },
    CLOSED,
  ),
)

/** The answer to `POST /status-lists`. */
export const createdStatusList = named(
  'CreatedStatusList',
  Type.Object({
    id: Type.String({ description: 'URL of the list.' }),
    verifiableCredential: securedCredential,
  }),
)

/** A credential's id in a URL. */
export const credentialParams = Type.Object({
  credentialId: Type.String({
    minLength: 1,
    maxLength: 4096,
    description: 'credential.id or options.credentialId, URL-encoded.',
  }),
})

/** Every named schema of this file. */
export const issuingSchemas = [
  issueCredentialRequest,
  issuedCredential,
  updateStatusRequest,
  createStatusListRequest,
  createdStatusList,
]
