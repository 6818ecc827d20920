import { createHash } from 'node:crypto'
import { canonicalJson } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'
import { createDataIntegrity, type SignOptions } from '../src/index.ts'
import {
  codesOf,
  NOW,
  readText,
  readVector,
  resolveDidKey,
  VECTOR_SIGNER,
  vectorSigner,
  verifiedValue,
} from './support.ts'

const dataIntegrity = createDataIntegrity()
const VERIFY = { resolveKey: resolveDidKey, proofPurpose: 'assertionMethod', now: NOW } as const
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

const RDFC = [
  ['unsigned.json', 'eddsa-rdfc-2022/'],
  ['employmentAuth.json', 'eddsa-rdfc-2022/employ/'],
] as const

describe.each(RDFC)('vc-di-eddsa vectors, eddsa-rdfc-2022, %s', (file, folder) => {
  const signed = readVector(`${folder}signedDataInt.json`)
  const { created } = signed.proof as { created: string }

  it('canonical document and proof configuration with their hashes (§B.1)', async () => {
    const document = await dataIntegrity.canonicalise(readVector(file))
    const configuration = await dataIntegrity.canonicalise(readVector(`${folder}proofConfigDataInt.json`))
    expect(document).toBe(readText(`${folder}canonDocDataInt.txt`))
    expect(configuration).toBe(readText(`${folder}proofCanonDataInt.txt`))
    expect(sha256(document)).toBe(readText(`${folder}docHashDataInt.txt`))
    expect(sha256(configuration)).toBe(readText(`${folder}proofHashDataInt.txt`))
    expect(sha256(configuration) + sha256(document)).toBe(readText(`${folder}combinedHashDataInt.txt`))
  })

  it('the signed document, byte for byte', async () => {
    const signer = { ...VECTOR_SIGNER, keyId: (signed.proof as { verificationMethod: string }).verificationMethod }
    const own = await dataIntegrity.sign(readVector(file), {
      cryptosuite: 'eddsa-rdfc-2022',
      signer,
      proofPurpose: 'assertionMethod',
      created: new Date(created),
    })
    expect(JSON.stringify(own)).toBe(JSON.stringify(signed))
    expect((own.proof as { proofValue: string }).proofValue).toBe(readText(`${folder}sigBTC58DataInt.txt`))
  })

  it('the signed document verifies', async () => {
    const { document, proofs } = verifiedValue(await dataIntegrity.verify(signed, VERIFY))
    expect(document).toEqual(readVector(file))
    expect(proofs).toHaveLength(1)
  })
})

describe('vc-di-eddsa vectors, eddsa-jcs-2022', () => {
  const signed = readVector('eddsa-jcs-2022/signedJCS.json')

  it('canonical document and proof configuration with their hashes (§B.2)', () => {
    const document = canonicalJson(readVector('unsigned.json'))
    const configuration = canonicalJson(readVector('eddsa-jcs-2022/proofConfigJCS.json'))
    expect(document).toBe(readText('eddsa-jcs-2022/canonDocJCS.txt'))
    expect(configuration).toBe(readText('eddsa-jcs-2022/proofCanonJCS.txt'))
    expect(sha256(configuration) + sha256(document)).toBe(readText('eddsa-jcs-2022/combinedHashJCS.txt'))
  })

  it('the signed document, byte for byte, and it verifies', async () => {
    const own = await dataIntegrity.sign(readVector('unsigned.json'), {
      cryptosuite: 'eddsa-jcs-2022',
      signer: VECTOR_SIGNER,
      proofPurpose: 'assertionMethod',
      created: new Date('2023-02-24T23:36:38Z'),
    })
    expect(JSON.stringify(own)).toBe(JSON.stringify(signed))
    verifiedValue(await dataIntegrity.verify(signed, VERIFY))
  })
})

describe('vc-di-eddsa vectors, proof sets and chains', () => {
  const pairs = readVector('proof-set-chain/multiKeyPairs.json') as Record<string, Parameters<typeof vectorSigner>[0]>
  const options = (file: string, pair: string): SignOptions => {
    const { id, created, previousProof } = readVector(`proof-set-chain/${file}`) as Record<string, string>
    const key = pairs[pair]
    if (key === undefined || created === undefined) throw new Error('The vector is incomplete.')
    return {
      cryptosuite: 'eddsa-rdfc-2022',
      signer: vectorSigner(key),
      proofPurpose: 'assertionMethod',
      created: new Date(created),
      existingProofs: 'set',
      ...(id === undefined ? {} : { proofId: id }),
      ...(previousProof === undefined ? {} : { previousProof }),
    }
  }
  const steps = [
    ['unsigned.json', 'proofSetConfig1.json', 'keyPair1', 'signedProofSet1.json'],
    ['signedProofSet1.json', 'proofSetConfig2.json', 'keyPair2', 'signedProofSet2.json'],
    ['signedProofSet2.json', 'proofChainConfig1.json', 'keyPair3', 'signedProofChain1.json'],
    ['signedProofChain1.json', 'proofChainConfig2.json', 'keyPair4', 'signedProofChain2.json'],
  ] as const

  it.each(steps)('%s signed with %s and %s is %s', async (input, config, pair, output) => {
    const own = await dataIntegrity.sign(readVector(`proof-set-chain/${input}`), options(config, pair))
    expect(own).toEqual(readVector(`proof-set-chain/${output}`))
  })

  it.each(steps.map(([, , , output], index) => [output, index + 1] as const))(
    '%s verifies, all %i proofs',
    async (file, count) => {
      const { proofs } = verifiedValue(await dataIntegrity.verify(readVector(`proof-set-chain/${file}`), VERIFY))
      expect(proofs).toHaveLength(count)
    },
  )

  it('a chain without one of the proofs it follows is refused (§4.5)', async () => {
    const chain = readVector('proof-set-chain/signedProofChain2.json')
    for (const missing of [0, 1, 2]) {
      const proof = (chain.proof as object[]).filter((_, index) => index !== missing)
      expect(codesOf(await dataIntegrity.verify({ ...chain, proof }, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
    }
  })

  it('a chain is refused if a proof it follows is altered, even in a member of its own (§4.5)', async () => {
    const chain = readVector('proof-set-chain/signedProofChain1.json')
    const [first, ...others] = chain.proof as object[]
    const proof = [{ ...first, created: '2023-02-24T23:36:39Z' }, ...others]
    expect(codesOf(await dataIntegrity.verify({ ...chain, proof }, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })

  it('a chain whose proofs share an id is refused: which one was meant?', async () => {
    const chain = readVector('proof-set-chain/signedProofChain1.json')
    const proof = [...(chain.proof as object[]), (chain.proof as object[])[0]]
    expect(codesOf(await dataIntegrity.verify({ ...chain, proof }, VERIFY))).toEqual(['PROOF_VERIFICATION_ERROR'])
  })
})
