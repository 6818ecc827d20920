/** The example of the front page: issue, verify, revoke and verify again, with nothing but curl and, where it must be, sed. */
import { EXAMPLE_CREDENTIAL } from '../example-credential.ts'

/** One request of the example. */
export interface ExampleStep {
  readonly title: string
  /** What the answer shows. */
  readonly outcome: string
  readonly url: string
  /** JSON, or the file an earlier step kept: it has the form of a request that names a credential. */
  readonly body: { readonly json: unknown } | { readonly file: string }
  /** The file the answer is kept in. `isBare`: it is the credential itself and gets the form of a request. */
  readonly keeps?: { readonly file: string; readonly isBare?: true }
}

/** The instances that the example speaks to. */
export interface ExampleInstances {
  readonly issuer: { readonly url: string; readonly securing: string }
  /** Base URL of a verifier. */
  readonly verifier: string
  /** Base URL of a holder. */
  readonly holder: string | undefined
}

const ISSUED = { file: 'credential.json' } as const
const DERIVED = { file: 'derived.json', isBare: true } as const

/** Whether credentials of a form verify only after a holder derived what it discloses. */
const hasBaseProof = (securing: string) => /^(?:ecdsa-sd|bbs)-/.test(securing)

/** Whether there is all that the example needs. */
export function canBeTried({ issuer, holder }: ExampleInstances): boolean {
  return holder !== undefined || !hasBaseProof(issuer.securing)
}

/**
 * The steps of the example.
 * @param credentialId - of the credential that is issued; another for every reader
 */
export function exampleSteps(credentialId: string, instances: ExampleInstances): readonly ExampleStep[] {
  const { issuer, holder } = instances
  const isDerived = hasBaseProof(issuer.securing)
  const shown = { file: isDerived ? DERIVED.file : ISSUED.file }
  const verify = { url: `${instances.verifier}/credentials/verify`, body: shown }
  const derive: ExampleStep = {
    title: 'Derive',
    outcome: 'The answer is the credential as it is shown to others: what is mandatory, and what was selected besides.',
    url: `${holder}/credentials/derive`,
    body: ISSUED,
    keeps: DERIVED,
  }
  return [
    {
      title: 'Issue',
      outcome: 'The answer is the signed credential, with the status entry it can be revoked by.',
      url: `${issuer.url}/credentials/issue`,
      body: {
        json: {
          credential: exampleFor(issuer.securing, credentialId),
          ...(isDerived && { options: { mandatoryPointers: ['/credentialSubject'] } }),
        },
      },
      keeps: ISSUED,
    },
    ...(isDerived ? [derive] : []),
    { title: 'Verify', outcome: 'The answer says "verified":true.', ...verify },
    {
      title: 'Revoke',
      outcome: 'The answer is {}: it is done.',
      url: `${issuer.url}/credentials/status`,
      body: {
        json: {
          credentialId,
          credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
          status: true,
        },
      },
    },
    { title: 'Verify again', outcome: 'The answer says "verified":false: the credential was revoked.', ...verify },
  ]
}

/** The example in the data model that a form carries. */
function exampleFor(securing: string, id: string): Readonly<Record<string, unknown>> {
  if (!/^(?:vc-jwt-1\.1|jwt-proof-2020)/.test(securing)) return { ...EXAMPLE_CREDENTIAL, id }
  const [, ...contexts] = EXAMPLE_CREDENTIAL['@context']
  return {
    ...EXAMPLE_CREDENTIAL,
    '@context': ['https://www.w3.org/2018/credentials/v1', ...contexts],
    id,
    issuanceDate: '2026-01-01T00:00:00Z',
  }
}

/** A step as a shell command. */
export function curlCommand({ url, body, keeps }: ExampleStep): string {
  const data = 'file' in body ? `-d @${body.file}` : `-d '${shellQuoted(readable(body.json))}'`
  const wrap = keeps?.isBare ? ` | sed 's/.*/{"verifiableCredential":&}/'` : ''
  const keep = keeps === undefined ? '' : `${wrap} | tee ${keeps.file}`
  return `curl -sS ${url} \\\n  -H 'content-type: application/json' ${data}${keep}`
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
