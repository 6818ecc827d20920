/** Who signed must be who the document says: issuer, or holder. */
import { type JsonObject, type Problem, problem } from '@energy-ssi/core'
import { malformedClaim, type RegisteredClaims } from './claims.ts'
import { type Credential, identifierOf, isEnvelopedCredential, type Presentation, valuesOf } from './model.ts'

/** Whether the controller of the key must be checked; default true. */
interface BindingOptions {
  readonly requireControllerBinding?: boolean | undefined
}

/** The controller of the key must be the issuer, unless the caller says otherwise. */
export function checkIssuerBinding(
  credential: Credential,
  controller: string,
  { requireControllerBinding = true }: BindingOptions,
): Problem | undefined {
  if (!requireControllerBinding || identifierOf(credential.issuer) === controller) return undefined
  return problem('CONTROLLER_MISMATCH', 'The key of the token is not controlled by the issuer.', '/issuer')
}

/**
 * The controller of the key must be the holder, where the presentation names one, unless the caller says otherwise. A
 * credential without a proof of its own is secured by the presentation only if its issuer signed that presentation:
 * this no option can waive (VCDM 2.0 §4.13.4).
 */
export function checkHolderBinding(
  presentation: Presentation,
  claims: RegisteredClaims,
  controller: string,
  { requireControllerBinding = true }: BindingOptions,
): Problem | undefined {
  const holder = identifierOf(presentation.holder) ?? claims.iss
  if (requireControllerBinding && holder !== undefined && holder !== controller) {
    return problem('HOLDER_MISMATCH', 'The key of the token is not controlled by the holder.', '/holder')
  }
  const unsecured = valuesOf(presentation.verifiableCredential).some(
    (item) =>
      typeof item !== 'string' &&
      !isEnvelopedCredential(item) &&
      item.proof === undefined &&
      identifierOf(item.issuer) !== controller,
  )
  if (!unsecured) return undefined
  return problem(
    'PROOF_MISSING',
    'A credential is secured neither by itself nor by its issuer.',
    '/verifiableCredential',
  )
}

/** VC-JOSE-COSE §4.1.2: `iss`, in the claims or in the header, must match the issuer or holder. */
export function checkIss(claims: RegisteredClaims, header: JsonObject, party: string | undefined): Problem | undefined {
  if (claims.iss !== undefined && party !== undefined && claims.iss !== party) {
    return malformedClaim('iss', 'must be the issuer or holder')
  }
  const inHeader = header.iss
  if (inHeader === undefined || inHeader === (party ?? claims.iss ?? inHeader)) return undefined
  return problem('MALFORMED_VALUE_ERROR', 'The "iss" of the header must be the issuer or holder.')
}
