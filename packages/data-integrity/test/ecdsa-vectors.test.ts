import { createHash } from 'node:crypto'
import { canonicalJson, multibaseDecode } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type Proof } from '../src/index.ts'
import {
  CASES,
  type CaseName,
  codesOf,
  ECDSA,
  NOW,
  readText,
  readVector,
  resolveDidKey,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const

/** Folder below the vectors of vc-di-ecdsa, ending of the names of the files in it, unsigned document, suite with its key, hash. */
const VECTORS = [
  ['ecdsa-rdfc-2019-p256/', 'ECDSAP256', 'unsigned.json', 'ecdsa-rdfc-2019 P-256', 'sha256'],
  ['ecdsa-rdfc-2019-p256/employ/', 'ECDSAP256', 'employmentAuth.json', 'ecdsa-rdfc-2019 P-256', 'sha256'],
  ['ecdsa-rdfc-2019-p384/', 'ECDSAP384', 'unsigned.json', 'ecdsa-rdfc-2019 P-384', 'sha384'],
  ['ecdsa-rdfc-2019-p384/employ/', 'ECDSAP384', 'employmentAuth.json', 'ecdsa-rdfc-2019 P-384', 'sha384'],
  ['ecdsa-jcs-2019-p256/', 'JCSECDSAP256', 'unsigned.json', 'ecdsa-jcs-2019 P-256', 'sha256'],
  ['ecdsa-jcs-2019-p384/', 'JCSECDSAP384', 'unsigned.json', 'ecdsa-jcs-2019 P-384', 'sha384'],
] as const satisfies readonly (readonly [string, string, string, CaseName, string])[]

describe.each(VECTORS)('vc-di-ecdsa vectors, %s', (folder, ending, file, suite, hashName) => {
  const text = (name: string) => readText(`${ECDSA}${folder}${name}${ending}.txt`)
  const json = (name: string) => readVector(`${ECDSA}${folder}${name}${ending}.json`)
  const unsigned = readVector(ECDSA + file)
  const signed = json('signed') as Record<string, unknown> & { proof: Proof }
  const hash = (input: string) => createHash(hashName).update(input).digest('hex')
  const canonicalise = async (document: object) =>
    suite.includes('jcs') ? canonicalJson(document) : dataIntegrity.canonicalise(document, { hash: hashName })

  it('canonical document and proof configuration with their hashes (§A)', async () => {
    const document = await canonicalise(unsigned)
    const configuration = await canonicalise(json('proofConfig'))
    expect(document).toBe(text('canonDoc'))
    expect(configuration).toBe(text('proofCanon'))
    expect(hash(document)).toBe(text('docHash'))
    expect(hash(configuration)).toBe(text('proofHash'))
    expect(hash(configuration) + hash(document)).toBe(text('combinedHash'))
  })

  it('the signed document verifies, and its proof value is the signature', async () => {
    const { document, proofs } = verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    expect(document).toEqual(unsigned)
    expect(proofs).toMatchObject([CASES[suite].cryptosuite].map((cryptosuite) => ({ cryptosuite })))
    expect(Buffer.from(multibaseDecode(signed.proof.proofValue)).toString('hex')).toBe(text('sigHex'))
  })

  it('a verifier asks its key about exactly the combined hash', async () => {
    const asked: string[] = []
    const { signer } = CASES[suite]
    const value = {
      algorithm: signer.algorithm,
      keyId: signer.keyId,
      controller: 'x',
      verify: (message: Uint8Array) => asked.push(Buffer.from(message).toString('hex')) > 0,
    }
    await dataIntegrity.verify(signed, { ...VERIFY, resolveKey: () => ({ verified: true, warnings: [], value }) })
    expect(asked).toEqual([text('combinedHash')])
  })

  it('own signing makes the same document with another signature, over the combined hash', async () => {
    const { cryptosuite, signer } = CASES[suite]
    let message = ''
    const watched = {
      ...signer,
      keyId: signed.proof.verificationMethod,
      sign: (bytes: Uint8Array) => {
        message = Buffer.from(bytes).toString('hex')
        return signer.sign(bytes)
      },
    }
    const created = new Date(String(signed.proof.created))
    const own = await dataIntegrity.sign(unsigned, {
      cryptosuite,
      signer: watched,
      proofPurpose: 'assertionMethod',
      created,
    })
    const { proofValue } = own.proof as Proof
    expect(message).toBe(text('combinedHash'))
    expect({ ...own, proof: { ...own.proof, proofValue: signed.proof.proofValue } }).toEqual(signed)
    expect(proofValue).not.toBe(signed.proof.proofValue)
    verifiedValue(await dataIntegrity.verify(own, VERIFY))
  })

  it('a claim altered is refused', async () => {
    const altered = { ...signed, validUntil: '2099-01-01T00:00:00Z' }
    expect(codesOf(await dataIntegrity.verify(altered, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
