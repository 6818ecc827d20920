/** Whether the members around a `JwtProof2020` say what its token says, in any spelling did-jwt-vc gives them. */
import { canonicalJson, isObject, type JsonObject, type Problem, parseDateTime, problem } from '@energy-ssi/core'
import { isProblem, readClaims } from './claims.ts'
import { decodeCredential, decodePresentation } from './decode-claims.ts'
import { peekJws } from './jws.ts'
import { step } from './report.ts'

type Members = Readonly<Record<string, unknown>>

/** The `type` of the proof. */
export const JWT_PROOF_2020 = 'JwtProof2020'

const TIMES: ReadonlySet<string> = new Set(['issuanceDate', 'expirationDate'])

/**
 * The first member of `document` that its token does not say, or that is missing in it; undefined if there is none.
 * Only compared, not verified: that comes first.
 *
 * A member is what the decoded document says, or what a claim of that name says. did-jwt-vc leaves members of `vc` that
 * it does not know in `vc`, and writes the times and the audience of a presentation among its members.
 */
export function compareWithJwt(document: Members, jwt: string, claim: 'vc' | 'vp'): Problem | undefined {
  const payload = peekJws(jwt)?.payload
  const decoded = payload && decode(payload, claim)
  if (payload === undefined || decoded === undefined) return differs('proof')
  const { proof: _proof, [claim]: rest, ...members } = document
  const left = restOf(rest, payload[claim])
  if (left === undefined) return differs(claim)
  for (const [name, value] of Object.entries(members)) {
    if (value === undefined || says(name, value, decoded, payload)) continue
    if (name === 'issuer' && isObject(left.issuer) && isSame(name, value, payload.iss)) continue
    return differs(name)
  }
  const missing = Object.keys(decoded).find((name) => {
    return !Object.hasOwn(document, name) && !Object.hasOwn(left, name) && !OPTIONAL[claim].has(name)
  })
  return missing === undefined ? undefined : differs(missing)
}

/** The token in the only proof of a document; undefined if that is no `JwtProof2020` with nothing else in it. */
export function readJwtProof(document: unknown): string | undefined {
  const value: unknown = isObject(document) ? document.proof : undefined
  const proof: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (!isObject(proof) || proof.type !== JWT_PROOF_2020 || typeof proof.jwt !== 'string') return undefined
  return Object.keys(proof).length === 2 ? proof.jwt : undefined
}

/** Members that the comparison adds to what was decoded, so that they may stand there but need not. */
const OPTIONAL: Readonly<Record<'vc' | 'vp', ReadonlySet<string>>> = {
  vc: new Set(),
  vp: new Set(['issuanceDate', 'expirationDate', 'verifier', 'verifiableCredential']),
}

function decode(payload: JsonObject, claim: 'vc' | 'vp'): Members | undefined {
  const document = payload[claim]
  const claims = readClaims(payload)
  if (!isObject(document) || isProblem(claims)) return undefined
  const decoded = (claim === 'vc' ? decodeCredential : decodePresentation)(document as JsonObject, claims)
  if (!decoded.verified) return undefined
  if (claim === 'vc') return decoded.value
  const { nbf, iat, exp, aud } = claims
  return {
    issuanceDate: timeOf(nbf ?? iat),
    expirationDate: timeOf(exp),
    verifier: aud,
    verifiableCredential: [],
    ...decoded.value,
  }
}

function timeOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString()
}

/** did-jwt-vc leaves an issuer object without its `id` beside `vc`; one in `vc` stays there, and `iss` is the issuer. */
function says(name: string, value: unknown, decoded: Members, payload: Members): boolean {
  const { issuer, iss } = payload
  if (name === 'issuer') return isSame(name, value, isObject(issuer) ? { id: iss, ...issuer } : decoded.issuer)
  return isSame(name, value, decoded[name]) || isSame(name, value, payload[name])
}

/** What is left in `vc` or `vp` beside the members; undefined if the token does not say the same. */
function restOf(rest: unknown, claim: unknown): Members | undefined {
  if (rest === undefined) return {}
  if (!isObject(rest) || !isObject(claim)) return undefined
  return Object.entries(rest).every(([name, value]) => isSame(name, value, claim[name])) ? rest : undefined
}

function isSame(name: string, value: unknown, said: unknown): boolean {
  if (said === undefined) return false
  if (TIMES.has(name)) return isSameSecond(value, said)
  if (name === 'issuer' || name === 'holder') return isEqual(partyOf(value), partyOf(said))
  if (name === 'verifiableCredential') return areSameCredentials(value, said)
  return isEqual(unwrap(value), unwrap(said))
}

function isSameSecond(value: unknown, said: unknown): boolean {
  const [a, b] = [value, said].map((time) => (typeof time === 'string' ? parseDateTime(time) : undefined))
  return a !== undefined && b !== undefined && Math.floor(a / 1000) === Math.floor(b / 1000)
}

/** A token in the presentation may be a credential with that token as its proof. */
function areSameCredentials(value: unknown, said: unknown): boolean {
  const [outer, inner] = [value, said].map((set): readonly unknown[] => (Array.isArray(set) ? set : [set]))
  if (outer === undefined || inner === undefined || outer.length !== inner.length) return false
  return outer.every((item, i) => {
    const token = inner[i]
    if (typeof token !== 'string' || !isObject(item)) return isEqual(item, token)
    return readJwtProof(item) === token && compareWithJwt(item, token, 'vc') === undefined
  })
}

function partyOf(party: unknown): unknown {
  return typeof party === 'string' ? { id: party } : party
}

/** An array of one is the one. */
function unwrap(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    return canonicalJson(a) === canonicalJson(b)
  } catch {
    return false
  }
}

function differs(name: string): Problem {
  const detail = 'A member is not what the token in the proof says.'
  return problem('PROOF_VERIFICATION_ERROR', detail, step(name))
}
