/** How a credential or presentation is secured, read from the thing itself and never from what a request calls it. */
import { isObject } from '@energy-ssi/core'
import { type BinaryTokenClass, recogniseCose } from './cose/recognise-cose.ts'
import { openBinaryEnvelope, openEnvelope, readEnvelope } from './envelope.ts'
import { peekJws } from './jws.ts'
import { hasType } from './model.ts'

/**
 * Token classes this package verifies: with `verifyVcJose`, `verifyVpJose`, `verifyVcJwt`, `verifyVpJwt` and, of the
 * subpath `sd-jwt`, `verifySdJwtVc`, `verifyVcSdJwt`, `verifyVpSdJwt`.
 */
export type TokenClass = 'vc+jwt' | 'vp+jwt' | 'vc-jwt' | 'vp-jwt' | 'dc+sd-jwt' | 'vc+sd-jwt' | 'vp+sd-jwt'

/** How something is secured. Only a hint until it is verified. */
export type Securing =
  /** Proofs in the document; `proofs` holds the cryptosuite of each Data Integrity proof, the `type` of any other. */
  | { readonly form: 'embedded'; readonly proofs: readonly string[] }
  /** A compact JWS or SD-JWT, by itself or out of an envelope (then with the media type written there). */
  | {
      readonly form: 'token'
      readonly tokenClass: TokenClass
      readonly token: string
      readonly mediaType: string | undefined
    }
  /** A COSE_Sign1, by itself or out of an envelope: verified by `verifyVcCose` and `verifyVpCose` of the subpath `cose`. */
  | {
      readonly form: 'cose'
      readonly tokenClass: BinaryTokenClass
      readonly bytes: Uint8Array
      readonly mediaType: string | undefined
    }
  /** Secured in a way this package does not know: other COSE, an encrypted token, a JWS of another class. */
  | { readonly form: 'unsupported'; readonly mediaType: string | undefined }
  /** Nothing that secures it was found. */
  | { readonly form: 'none' }

/**
 * Recognises the securing of a value: a document with `proof`, an enveloped credential or presentation, a compact
 * token, or the bytes of a COSE_Sign1. Never throws.
 */
export function recogniseSecuring(value: unknown): Securing {
  if (typeof value === 'string') return recogniseToken(value, undefined)
  if (value instanceof Uint8Array) return recogniseBytes(value, undefined) ?? { form: 'none' }
  if (!isObject(value)) return { form: 'none' }
  const url = readEnvelope(value)
  if (url !== undefined) {
    const opened = openEnvelope(value)
    const binary = opened === undefined ? openBinaryEnvelope(value) : undefined
    const securing =
      (opened && recogniseToken(opened.token, url.mediaType)) ?? (binary && recogniseBytes(binary.bytes, url.mediaType))
    return securing === undefined || securing.form === 'none'
      ? { form: 'unsupported', mediaType: url.mediaType }
      : securing
  }
  const proofs = recogniseProofs(value.proof)
  return proofs.length > 0 ? { form: 'embedded', proofs } : { form: 'none' }
}

function recogniseBytes(bytes: Uint8Array, mediaType: string | undefined): Securing | undefined {
  const tokenClass = recogniseCose(bytes)
  return tokenClass && { form: 'cose', tokenClass, bytes, mediaType }
}

function recogniseToken(token: string, mediaType: string | undefined): Securing {
  const tilde = token.indexOf('~')
  const jws = peekJws(tilde < 0 ? token : token.slice(0, tilde))
  if (jws === undefined) {
    const looksSecured = token.includes('~') || /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){4}$/.test(token)
    return looksSecured ? { form: 'unsupported', mediaType } : { form: 'none' }
  }
  const tokenClass = (tilde < 0 ? classify : classifySdJwt)(jws.header.typ, jws.payload)
  return tokenClass === undefined ? { form: 'unsupported', mediaType } : { form: 'token', tokenClass, token, mediaType }
}

/** By `typ`; without a telling one by the claim that VCDM 1.1 puts the document into, then by the document's type. */
function classify(typ: unknown, payload: Readonly<Record<string, unknown>>): TokenClass | undefined {
  const name = mediaTypeName(typ)
  if (name === 'vc+jwt' || name === 'vp+jwt') return name
  if (name !== undefined && name !== 'jwt') return undefined
  if (isObject(payload.vc)) return 'vc-jwt'
  if (isObject(payload.vp)) return 'vp-jwt'
  return name === undefined ? classifyDocument(payload, 'vc+jwt', 'vp+jwt') : undefined
}

/**
 * By `typ`; without one by the type of the document. Until 2024 drafts of SD-JWT VC used the `typ` that now belongs to
 * credentials of VCDM 2.0: those have `vct` and no `@context`.
 */
function classifySdJwt(typ: unknown, payload: Readonly<Record<string, unknown>>): TokenClass | undefined {
  const name = mediaTypeName(typ)
  if (name === 'vc+sd-jwt' && payload.vct !== undefined && payload['@context'] === undefined) return 'dc+sd-jwt'
  if (name === 'dc+sd-jwt' || name === 'vc+sd-jwt' || name === 'vp+sd-jwt') return name
  return name === undefined ? classifyDocument(payload, 'vc+sd-jwt', 'vp+sd-jwt') : undefined
}

function classifyDocument(
  payload: Readonly<Record<string, unknown>>,
  credential: TokenClass,
  presentation: TokenClass,
): TokenClass | undefined {
  if (hasType(payload.type, 'VerifiableCredential')) return credential
  return hasType(payload.type, 'VerifiablePresentation') ? presentation : undefined
}

function mediaTypeName(typ: unknown): unknown {
  return typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : typ
}

function recogniseProofs(proof: unknown): readonly string[] {
  const proofs: readonly unknown[] = Array.isArray(proof) ? proof : [proof]
  return proofs.flatMap((item) => {
    if (!isObject(item)) return []
    const { type, cryptosuite } = item
    if (type === 'DataIntegrityProof' && typeof cryptosuite === 'string') return cryptosuite
    return typeof type === 'string' ? type : []
  })
}
