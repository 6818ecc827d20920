/** The two base contexts of the data model, and the terms they protect. */

/** Base context of VCDM 1.1 (§4.1). */
export const CREDENTIALS_V1 = 'https://www.w3.org/2018/credentials/v1'
/** Base context of VCDM 2.0 (§4.3). */
export const CREDENTIALS_V2 = 'https://www.w3.org/ns/credentials/v2'

/** Versions of the W3C Verifiable Credentials Data Model. */
export type ModelVersion = '1.1' | '2.0'

/**
 * Terms that each base context defines and protects at its top level. The value is what a term maps to, where that is
 * a plain string: only such a term may be repeated unchanged.
 */
export const PROTECTED_TERMS: Readonly<Record<ModelVersion, ReadonlyMap<string, string | undefined>>> = {
  '1.1': new Map([
    ['id', '@id'],
    ['type', '@type'],
    ['VerifiableCredential', undefined],
    ['VerifiablePresentation', undefined],
    ['EcdsaSecp256k1Signature2019', undefined],
    ['EcdsaSecp256r1Signature2019', undefined],
    ['Ed25519Signature2018', undefined],
    ['RsaSignature2018', undefined],
    ['proof', undefined],
  ]),
  '2.0': new Map([
    ['id', '@id'],
    ['type', '@type'],
    ['description', 'https://schema.org/description'],
    ['digestMultibase', undefined],
    ['digestSRI', undefined],
    ['mediaType', 'https://schema.org/encodingFormat'],
    ['name', 'https://schema.org/name'],
    ['VerifiableCredential', undefined],
    ['EnvelopedVerifiableCredential', 'https://www.w3.org/2018/credentials#EnvelopedVerifiableCredential'],
    ['VerifiablePresentation', undefined],
    ['EnvelopedVerifiablePresentation', 'https://www.w3.org/2018/credentials#EnvelopedVerifiablePresentation'],
    ['JsonSchemaCredential', 'https://www.w3.org/2018/credentials#JsonSchemaCredential'],
    ['JsonSchema', undefined],
    ['BitstringStatusListCredential', 'https://www.w3.org/ns/credentials/status#BitstringStatusListCredential'],
    ['BitstringStatusList', undefined],
    ['BitstringStatusListEntry', undefined],
    ['DataIntegrityProof', undefined],
    ['...', 'https://www.iana.org/assignments/jwt#...'],
    ['_sd', undefined],
    ['_sd_alg', 'https://www.iana.org/assignments/jwt#_sd_alg'],
    ['aud', undefined],
    ['cnf', undefined],
    ['exp', undefined],
    ['iat', undefined],
    ['iss', undefined],
    ['jku', undefined],
    ['kid', undefined],
    ['nbf', undefined],
    ['sub', undefined],
    ['x5u', undefined],
  ]),
}
