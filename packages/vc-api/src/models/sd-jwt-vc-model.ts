/**
 * Claims of SD-JWT VC, as issuing needs them. A VCDM credential stands for claims where each of its members has a
 * counterpart, so that one request body serves instances of every form.
 */
import { isObject, type Problem, parseDateTime, problem } from '@energy-ssi/core'
import { validateCredential } from '@energy-ssi/credential'
import { createTokenStatusClaim } from '@energy-ssi/status-list'
import { VcApiError } from '../errors.ts'
import type { CredentialModel, Unsigned } from './credential-model.ts'

/** The model of the form `sd-jwt-vc`. */
export const SD_JWT_VC_MODEL: CredentialModel = Object.freeze({
  read: (credential) => ('@context' in credential ? claimsOf(credential) : credential),
  idMember: 'jti',
  issuerMember: 'iss',
  issuerOf: ({ iss }) => iss,
  withIssuer: (claims, iss) => ({ ...claims, iss }),
  check,
  withStatus: (claims, [status]) =>
    status === undefined
      ? claims
      : { ...claims, status: createTokenStatusClaim({ url: status.url, index: status.reference.index }) },
  describe: ({ vct, sub }) => ({ types: [vct as string], subjectId: sub }),
} satisfies CredentialModel)

function check(claims: Unsigned, entries: number): readonly Problem[] {
  const problems: Problem[] = []
  const { vct, iss, jti, status } = claims
  if (typeof vct !== 'string' || vct === '') problems.push(malformed('vct', 'names the type of the credential'))
  if (typeof iss !== 'string') problems.push(malformed('iss', 'is the DID of the issuer'))
  if (jti !== undefined && typeof jti !== 'string') problems.push(malformed('jti', 'is a string'))
  if (status !== undefined && entries > 0) problems.push(malformed('status', 'is added by this instance'))
  if (entries > 1) {
    const detail = 'An SD-JWT VC has one status, so an instance for it has one purpose.'
    problems.push(problem('RANGE_ERROR', detail, '/status'))
  }
  return problems
}

/** VCDM members with a claim of their own; `type` gives `vct`, the members of the subject become claims. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  id: 'jti',
  issuer: 'iss',
  validFrom: 'nbf',
  issuanceDate: 'nbf',
  validUntil: 'exp',
  expirationDate: 'exp',
}

/** Claims that are about the credential: members of a subject must not become one of them. */
const TAKEN = new Set([
  ...['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'cnf', 'status'],
  ...['vct', 'vct#integrity', 'aka_vcts', '_sd', '_sd_alg', '...'],
])

/**
 * @throws {VcApiError} `credential_refused` for a credential that is malformed, or says what no claim can
 */
function claimsOf(credential: Unsigned): Unsigned {
  // The issuer is filled in later; what else is amiss is said now, in the words of the model that the caller used.
  const problems = validateCredential({ issuer: 'did:example:issuer', ...credential }).concat()
  const { '@context': _, type, credentialSubject: subject, ...members } = credential
  const claims: Record<string, unknown> = { vct: typeOf(type) }
  if (isObject(members.issuer) && Object.keys(members.issuer).some((name) => name !== 'id')) {
    problems.push(malformed('issuer', 'is nothing but an id in SD-JWT VC'))
  }
  for (const [name, value] of Object.entries(members)) {
    const claim = Object.hasOwn(COUNTERPARTS, name) ? COUNTERPARTS[name] : undefined
    if (claim === undefined) problems.push(malformed(name, 'has no counterpart in SD-JWT VC'))
    else claims[claim] = claim === 'nbf' || claim === 'exp' ? toSeconds(value) : toId(value)
  }
  if (!isObject(subject)) problems.push(malformed('credentialSubject', 'is one object for an SD-JWT VC'))
  else {
    const { id, ...own } = subject
    if (id !== undefined) claims.sub = id
    for (const [name, value] of Object.entries(own)) {
      if (TAKEN.has(name)) problems.push(malformed(`credentialSubject/${name}`, 'is the name of a registered claim'))
      else claims[name] = value
    }
  }
  const [first, ...others] = problems
  if (first === undefined) return claims
  const message = 'The credential cannot be issued as an SD-JWT VC.'
  throw new VcApiError('credential_refused', message, { problems: [first, ...others] })
}

/** The most specific type: the last one that is not that of all credentials. */
function typeOf(type: unknown): unknown {
  return [type].flat().findLast((each) => each !== 'VerifiableCredential') ?? 'VerifiableCredential'
}

function toId(value: unknown): unknown {
  return isObject(value) ? value.id : value
}

function toSeconds(value: unknown): number | undefined {
  const time = typeof value === 'string' ? parseDateTime(value) : undefined
  return time === undefined ? undefined : Math.floor(time / 1000)
}

function malformed(member: string, rule: string): Problem {
  return problem('MALFORMED_VALUE_ERROR', `"${member}" ${rule}.`, `/${member}`)
}
