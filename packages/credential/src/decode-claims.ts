/** The transformation between registered claims and members (VCDM 1.1 §6.3.1, JWT Decoding). */
import {
  formatDateTimeStamp,
  isObject,
  type JsonObject,
  type Problem,
  parseDateTime,
  type Verification,
  verified,
} from '@energy-ssi/core'
import type { ModelVersion } from './base-contexts.ts'
import { malformedClaim, type RegisteredClaims } from './claims.ts'
import { modelVersion } from './model.ts'
import { refusedFor } from './report.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * The credential that a VC-JWT stands for: the `vc` claim, completed from the registered claims. Where both say the
 * same thing they must agree; the first claim that does not is the problem.
 *
 * In VCDM 1.1 `nbf` and `exp` are the validity period. In VCDM 2.0, which has no such transformation, they stay what
 * they are.
 */
export function decodeCredential(vc: JsonObject, claims: RegisteredClaims): Verification<Members> {
  if (claims.iss === undefined) return refusedFor(malformedClaim('iss', 'is missing'))
  const credential: Record<string, unknown> = { ...vc }
  const problem =
    takeParty(credential, 'issuer', claims.iss) ??
    takeId(credential, claims.jti) ??
    takeSubject(credential, claims.sub) ??
    (modelVersion(vc) === '1.1'
      ? (takeTime(credential, 'issuanceDate', 'nbf', claims.nbf) ??
        takeTime(credential, 'expirationDate', 'exp', claims.exp))
      : undefined)
  return problem === undefined ? verified(credential) : refusedFor(problem)
}

/** The presentation that a VP-JWT stands for: the `vp` claim with `holder` from `iss` and `id` from `jti`. */
export function decodePresentation(vp: JsonObject, claims: RegisteredClaims): Verification<Members> {
  if (claims.iss === undefined) return refusedFor(malformedClaim('iss', 'is missing'))
  const presentation: Record<string, unknown> = { ...vp }
  const problem = takeParty(presentation, 'holder', claims.iss) ?? takeId(presentation, claims.jti)
  return problem === undefined ? verified(presentation) : refusedFor(problem)
}

/** Whether a version of the data model is one the caller accepts in `vc` and `vp` claims. */
export function checkModel(document: Members, accepted: readonly ModelVersion[], claim: string): Problem | undefined {
  const version = modelVersion(document)
  if (version !== undefined && accepted.includes(version)) return undefined
  return malformedClaim(claim, 'is not of a version of the data model that is accepted here')
}

function takeParty(document: Record<string, unknown>, member: 'issuer' | 'holder', iss: string): Problem | undefined {
  const party = document[member]
  if (party === undefined) document[member] = iss
  else if (isObject(party) && party.id === undefined) document[member] = { ...party, id: iss }
  else if ((isObject(party) ? party.id : party) !== iss) return malformedClaim('iss', `must be the ${member}`)
  return undefined
}

function takeId(document: Record<string, unknown>, jti: string | undefined): Problem | undefined {
  if (jti === undefined) return undefined
  if (document.id !== undefined && document.id !== jti) return malformedClaim('jti', 'must be the "id"')
  document.id = jti
  return undefined
}

function takeSubject(credential: Record<string, unknown>, sub: string | undefined): Problem | undefined {
  const value = credential.credentialSubject
  if (sub === undefined) return undefined
  const subjects: readonly unknown[] = Array.isArray(value) ? value : [value ?? {}]
  const [subject] = subjects
  if (subjects.length !== 1 || !isObject(subject)) return malformedClaim('sub', 'needs exactly one subject')
  if (subject.id !== undefined && subject.id !== sub) return malformedClaim('sub', 'must be the "id" of the subject')
  const completed = { ...subject, id: sub }
  credential.credentialSubject = Array.isArray(value) ? [completed] : completed
  return undefined
}

/** Claims have whole seconds, members may have fractions: they agree within the same second. */
function takeTime(
  credential: Record<string, unknown>,
  member: string,
  claim: string,
  seconds: number | undefined,
): Problem | undefined {
  if (seconds === undefined) return undefined
  const text = credential[member]
  if (text === undefined) {
    credential[member] = formatDateTimeStamp(new Date(seconds * 1000))
    return undefined
  }
  const time = typeof text === 'string' ? parseDateTime(text) : undefined
  const agrees = time !== undefined && Math.floor(time / 1000) === Math.floor(seconds)
  return agrees ? undefined : malformedClaim(claim, `must be the time of "${member}"`)
}
