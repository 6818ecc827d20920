/** The example of the front page: issue, verify, revoke and verify again, with nothing but curl. */

import { EXAMPLE_CREDENTIAL } from '../example-credential.ts'

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
const EXAMPLE_FILE = 'credential.json'

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
        credential: { ...EXAMPLE_CREDENTIAL, id: credentialId },
      },
    },
    { title: 'Verify', outcome: 'The answer says "verified":true.', url: verify },
    {
      title: 'Revoke',
      outcome: 'The answer is {}: it is done.',
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
  const data = body === undefined ? `-d @${EXAMPLE_FILE}` : `-d '${shellQuoted(readable(body))}'`
  return `curl -sS ${url} \\\n  -H 'content-type: application/json' ${data}${keepAnswer ? ` | tee ${EXAMPLE_FILE}` : ''}`
}

const LINE_LENGTH = 84

/** Indented JSON in which whatever is short stays on one line. */
function readable(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, undefined, 1)
    .replaceAll(/\n\s*/g, ' ')
    .replaceAll(/(?<=\[) | (?=\])/g, '')
  if (typeof value !== 'object' || value === null || (indent !== '' && line.length <= LINE_LENGTH)) return line
  const inner = `${indent}  `
  const members = Array.isArray(value)
    ? value.map((item) => readable(item, inner))
    : Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${readable(member, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`
}

function shellQuoted(text: string): string {
  return text.replaceAll("'", "'\\''")
}
