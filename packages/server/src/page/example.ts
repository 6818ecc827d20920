/** The example of the front page: issue, verify, revoke and verify again, with nothing but curl. */

/** One request of the example. */
export interface ExampleStep {
  readonly title: string
  /** What the answer shows. */
  readonly outcome: string
  readonly url: string
  /** JSON; absent: the answer of the first step is sent as it is. */
  readonly body?: unknown
}

/** File the first step keeps its answer in. It has the form of a verify request. */
export const EXAMPLE_FILE = 'credential.json'

/**
 * The steps of the example, with instances of the default set-up.
 * @param credentialId - of the credential that is issued; another for every reader
 */
export function exampleSteps(
  credentialId: string,
  urls: { readonly issuer: string; readonly verifier: string },
): readonly ExampleStep[] {
  const verify = `${urls.verifier}/credentials/verify`
  return [
    {
      title: 'Issue',
      outcome: 'The answer is the signed credential, with the status entry it can be revoked by.',
      url: `${urls.issuer}/credentials/issue`,
      body: {
        credential: {
          '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
          id: credentialId,
          type: ['VerifiableCredential', 'ExampleDegreeCredential'],
          credentialSubject: { degree: { type: 'ExampleBachelorDegree', name: 'Bachelor of Power Engineering' } },
        },
      },
    },
    { title: 'Verify', outcome: 'The answer says "verified":true.', url: verify },
    {
      title: 'Revoke',
      outcome: 'The answer is empty: the status is as asked for.',
      url: `${urls.issuer}/credentials/status`,
      body: {
        credentialId,
        credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
        status: true,
      },
    },
    { title: 'Verify again', outcome: 'The answer says "verified":false: the credential was revoked.', url: verify },
  ]
}

/** A step as a shell command. */
export function curlCommand({ url, body }: ExampleStep, keepAnswer: boolean): string {
  const data = body === undefined ? `-d @${EXAMPLE_FILE}` : `-d '${shellQuoted(JSON.stringify(body, undefined, 2))}'`
  return `curl -sS ${url} \\\n  -H 'content-type: application/json' ${data}${keepAnswer ? ` | tee ${EXAMPLE_FILE}` : ''}`
}

function shellQuoted(text: string): string {
  return text.replaceAll("'", "'\\''")
}
