/** Is a credential presented by the holder whose key its issuer named in `cnf` (RFC 7800)? */
import { base64urlDecode, canonicalJson, isObject, type Problem, parseJson, problem, SsiError } from '@energy-ssi/core'
import { importPublicJwk, importPublicMultikey, type PublicKey } from '@energy-ssi/keys'
import type { Integrity } from './verify-integrity.ts'

/**
 * What speaks against the presenter. The signature of a presentation proves as much as a key binding if its key is the
 * one in `cnf`, by a verification method of the same DID or, for did:key and did:jwk, by its value. Of other DIDs that
 * cannot be told, so there only a key binding is proof.
 *
 * @param document - a credential whose integrity was verified
 * @param presenter - the presentation it is in
 */
export function checkPresenter({ cnf }: Integrity['document'], presenter: Integrity): readonly Problem[] {
  if (cnf === undefined || isConfirmed(cnf, presenter)) return []
  const detail = 'The credential is bound to a key, and nothing proves that the presenter holds it.'
  return [problem('HOLDER_MISMATCH', detail, '/cnf')]
}

function isConfirmed(cnf: unknown, { confirmed, controllers }: Integrity): boolean {
  if (!isObject(cnf)) return false
  if (confirmed !== undefined) return canonicalJson(confirmed) === canonicalJson(cnf)
  const { jwk, kid } = cnf
  if (jwk === undefined) return typeof kid === 'string' && controllers.includes(kid.replace(/[?#].*$/s, ''))
  const named = read(() => importPublicJwk(jwk))
  return named !== undefined && controllers.some((did) => keyOf(did)?.thumbprint === named.thumbprint)
}

/** The key in a DID that is one. */
function keyOf(did: string): PublicKey | undefined {
  const [, method, value = ''] = /^did:(key|jwk):(.+)$/.exec(did) ?? []
  if (method === 'key') return read(() => importPublicMultikey(value))
  return method === 'jwk' ? read(() => importPublicJwk(parseJson(base64urlDecode(value)))) : undefined
}

function read(importKey: () => PublicKey): PublicKey | undefined {
  try {
    return importKey()
  } catch (error) {
    if (error instanceof SsiError) return undefined
    throw error
  }
}
