/** Selective disclosure: base proofs, derived proofs and their verification, beside @digitalbazaar. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { verified } from '@energy-ssi/core'
import { checkValidityPeriod, validateCredential } from '@energy-ssi/credential'
import { type BbsSigner, createDataIntegrity, type SignOptions, type VerifyOptions } from '@energy-ssi/data-integrity'
import { bbs2023, bbsKeyFromSeed, createBbsSigner } from '@energy-ssi/data-integrity/bbs-2023'
import type { Document, Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row, Work } from '../row.ts'

/** Both sides make the same members mandatory: those that own code always does. */
const MANDATORY = ['issuer', 'validFrom', 'validUntil', 'type', 'credentialStatus']

/** Rows `data-integrity/{ecdsa-sd-2023,bbs-2023}/…`. */
export function selectiveRows(peers: Peers): readonly Row[] {
  return [ecdsaSd2023(peers), bbs2023Of(peers)].flatMap((suite) => suiteRows(suite, peers))
}

/** What tells the suites apart. */
interface Suite {
  readonly cryptosuite: 'ecdsa-sd-2023' | 'bbs-2023'
  readonly signer: () => Promise<SignOptions['signer']>
  readonly keys: Pick<VerifyOptions, 'resolveKey' | 'resolveMultikey'>
  /** Whether both sides have the same key, so that each verifies what the other has made. */
  readonly isSharedKey: boolean
  readonly floors: (base: object, derived: object) => Promise<Readonly<Record<'issue' | 'derive' | 'verify', Work>>>
}

function ecdsaSd2023(peers: Peers): Suite {
  const { document } = peers
  const { signer, resolveKey } = ownKey(peers, 'ES256', 'p256')
  return {
    cryptosuite: 'ecdsa-sd-2023',
    signer: async () => signer,
    keys: { resolveKey },
    isSharedKey: true,
    floors: async (base, derived) => ({
      issue: signFloor(countSignatures(base), document),
      derive: () => hashFloor(document),
      verify: verifyFloor(countSignatures(derived), document),
    }),
  }
}

const LOUD_TEST_SEED = new Uint8Array(32).fill(0x42)

/** The floor is one signature over twenty statements, for all three: none of them does with less. */
function bbs2023Of(peers: Peers): Suite {
  const keyId = 'did:example:issuer#bbs'
  const key = bbsKeyFromSeed(LOUD_TEST_SEED)
  const signer = async (): Promise<BbsSigner> => createBbsSigner(await key, keyId)
  const resolveMultikey = async () =>
    verified({ keyId, controller: 'did:example:issuer', multikey: (await key).multikey })
  return {
    cryptosuite: 'bbs-2023',
    signer,
    keys: { ...ownKey(peers, 'ES256', 'p256'), resolveMultikey },
    isSharedKey: false,
    floors: async () => {
      const { signBbs } = await signer()
      const floor = () =>
        signBbs(
          new Uint8Array(64),
          Array.from({ length: 20 }, () => MESSAGE),
        )
      return { issue: floor, derive: floor, verify: floor }
    },
  }
}

function suiteRows({ cryptosuite, signer, keys, isSharedKey, floors }: Suite, peers: Peers): readonly Row[] {
  const { document, support, contexts } = peers
  const { date, now } = support.clock(document)
  const dataIntegrity = createDataIntegrity({ contexts, suites: [bbs2023()] })
  const mandatoryPointers = MANDATORY.filter((name) => name in document).map((name) => `/${name}`)
  const selectivePointers = chooseSelective(document)
  const name = (operation: string) => `${cryptosuite}/${operation}`
  const peer = (operation: string) =>
    peers.peer('selective-disclosure', `digitalbazaar/${name(operation)}`, document, {
      mandatoryPointers,
      selectivePointers,
    })

  const createIssue = async () => {
    const options = { cryptosuite, signer: await signer(), proofPurpose: 'assertionMethod' } as const
    return (i: number) => {
      const credential = support.variant(document, i)
      check(credential, now)
      return dataIntegrity.sign(credential, { ...options, created: new Date(date), mandatoryPointers })
    }
  }
  const derive = (base: object) => dataIntegrity.derive(base, { selectivePointers })
  const verifyOne = async (credential: object) => {
    const verdict = await dataIntegrity.verify(credential, { ...keys, proofPurpose: 'assertionMethod', now })
    assert(verdict.verified)
    check(verdict.value.document as Document, now)
  }
  /** What each side derives says the same; with one key, it also verifies here, from whichever base proof. */
  const proveEqual = async (own: object) => {
    const theirs = (await (await peer('derive'))(1)) as object
    assert.deepEqual(withoutProof(own), withoutProof(theirs))
    await verifyOne(own)
    if (!isSharedKey) return
    await verifyOne(theirs)
    await verifyOne(await derive((await (await peer('issue'))(1)) as object))
  }
  const prepare = async () => {
    const issue = await createIssue()
    const base = await support.ring(issue, 4)
    const derived = await support.ring((i) => derive(base(i)), 4)
    await proveEqual(derived(1))
    return { issue, base, derived, floor: await floors(base(0), derived(0)) }
  }
  return [
    {
      name: `data-integrity/${name('issue')}`,
      async prepare() {
        const { issue, floor } = await prepare()
        return { own: issue, floor: floor.issue, peer: await peer('issue') }
      },
    },
    {
      name: `data-integrity/${name('derive')}`,
      async prepare() {
        const { base, floor } = await prepare()
        return { own: (i) => derive(base(i)), floor: floor.derive, peer: await peer('derive') }
      },
    },
    {
      name: `data-integrity/${name('verify')}`,
      async prepare() {
        const { derived, floor } = await prepare()
        return { own: (i) => verifyOne(derived(i)), floor: floor.verify, peer: await peer('verify') }
      },
    },
  ]
}

function chooseSelective({ credentialSubject }: Document): readonly string[] {
  const [subject] = [credentialSubject].flat()
  const names = Object.keys(subject ?? {}).filter((name) => name !== 'id' && name !== 'type')
  return names.slice(0, 2).map((name) => `/credentialSubject/${name}`)
}

function check(credential: Document, now: Date): void {
  assert(validateCredential(credential).length === 0 && checkValidityPeriod(credential, now) === undefined)
}

function withoutProof(document: object): object {
  return { ...document, proof: undefined }
}

/** About as many as a proof value holds, that of the issuer included: a signature takes 66 bytes, all else that of one or two. */
function countSignatures(secured: object): number {
  const { proof } = secured as { readonly proof: { readonly proofValue: string } }
  return Math.floor((proof.proofValue.length * 3) / 4 / 66) - 1
}

const CURVE = { namedCurve: 'P-256' } as const
const MESSAGE = new Uint8Array(120).fill(97)

function hashFloor(document: object): unknown {
  return hash('sha256', JSON.stringify(document).repeat(3))
}

/** A key for the proof and that many signatures; canonicalisation is free. */
function signFloor(signatures: number, document: object): Work {
  return () => {
    const { privateKey } = generateKeyPairSync('ec', CURVE)
    hashFloor(document)
    for (let i = 0; i < signatures; i++) sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  }
}

/** That many signatures verified with one key; canonicalisation is free. */
function verifyFloor(signatures: number, document: object): Work {
  const { privateKey, publicKey } = generateKeyPairSync('ec', CURVE)
  const signature = sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return () => {
    hashFloor(document)
    for (let i = 0; i < signatures; i++)
      assert(verify('sha256', MESSAGE, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature))
  }
}
