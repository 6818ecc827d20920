/** Keys for BBS in files, as JWKs of the curve `Bls12381G2`: no other command of JOSE knows what to do with them. */
import { base64urlDecode, base64urlEncode, concatBytes, multibaseEncode, varintEncode } from '@energy-ssi/core'
import { type BbsKeyPair, importBbsKey } from '@energy-ssi/data-integrity/bbs-2023'
import { CommandError } from './command.ts'

const CURVE = /^bls12381g2$/i
const G2_CODEC = varintEncode(0xeb)

/** Whether a JWK is of BLS12-381 G2. */
export function isBbsJwk({ crv }: Readonly<Record<string, unknown>>): boolean {
  return typeof crv === 'string' && CURVE.test(crv)
}

/** The JWK of a key pair: `x` is the compressed point, `d` the secret number. */
export function bbsJwk({ publicKey, secretKey }: BbsKeyPair): Readonly<Record<string, string>> {
  return { kty: 'OKP', crv: 'Bls12381G2', x: base64urlEncode(publicKey), d: base64urlEncode(secretKey) }
}

/**
 * The key pair of a private JWK.
 * @throws {CommandError} if it is none
 */
export async function importBbsJwk(jwk: Readonly<Record<string, unknown>>, path: string): Promise<BbsKeyPair> {
  try {
    return await importBbsKey(base64urlDecode(String(jwk.d)))
  } catch (error) {
    throw new CommandError(`${path} is not a private key of Bls12381G2 with "d".`, { cause: error })
  }
}

/**
 * The Multikey of a public JWK.
 * @throws {CommandError} if it is none
 */
export function bbsMultikey({ x }: Readonly<Record<string, unknown>>, path: string): string {
  try {
    return multibaseEncode('z', concatBytes(G2_CODEC, base64urlDecode(String(x))))
  } catch (error) {
    throw new CommandError(`${path} is not a key of Bls12381G2 with "x".`, { cause: error })
  }
}
