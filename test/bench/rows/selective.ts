/** Selective disclosure: base proofs, derived proofs and their verification, beside @digitalbazaar. */
import assert from 'node:assert/strict'
import { generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { checkValidityPeriod, validateCredential } from '@energy-ssi/credential'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import type { Document, Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row } from '../row.ts'

/** Both sides make the same members mandatory: those that own code always does. */
const MANDATORY = ['issuer', 'validFrom', 'validUntil', 'type', 'credentialStatus']

/** Rows `data-integrity/ecdsa-sd-2023/…`. */
export function selectiveRows(peers: Peers): readonly Row[] {
  const { document, support, contexts } = peers
  const { signer, resolveKey } = ownKey(peers, 'ES256', 'p256')
  const { date, now } = support.clock(document)
  const dataIntegrity = createDataIntegrity({ contexts })
  const created = new Date(date)
  const mandatoryPointers = MANDATORY.filter((name) => name in document).map((name) => `/${name}`)
  const selectivePointers = chooseSelective(document)
  const peer = (operation: string) =>
    peers.peer('selective-disclosure', `digitalbazaar/ecdsa-sd-2023/${operation}`, document, {
      mandatoryPointers,
      selectivePointers,
    })

  const issue = (i: number) => {
    const credential = support.variant(document, i)
    check(credential, now)
    const options = { cryptosuite: 'ecdsa-sd-2023', signer, proofPurpose: 'assertionMethod', created } as const
    return dataIntegrity.sign(credential, { ...options, mandatoryPointers })
  }
  const derive = (base: object) => dataIntegrity.derive(base, { selectivePointers })
  const verifyOne = async (credential: object) => {
    const verdict = await dataIntegrity.verify(credential, { resolveKey, proofPurpose: 'assertionMethod', now })
    assert(verdict.verified)
    check(verdict.value.document as Document, now)
  }
  /** Each side's base proofs derive here, and what each side derives verifies here and says the same. */
  const proveEqual = async () => {
    const theirs = (await (await peer('derive'))(1)) as Document
    const own = (await derive(await issue(1))) as unknown as Document
    const alike = ({ id: _id, proof: _proof, ...rest }: Record<string, unknown>) => rest
    assert.deepEqual(alike(own), alike(theirs))
    for (const derived of [theirs, own, await derive((await (await peer('issue'))(1)) as object)])
      await verifyOne(derived)
  }
  return [
    {
      name: 'data-integrity/ecdsa-sd-2023/issue',
      async prepare() {
        await proveEqual()
        const statements = countSignatures((await issue(1)) as object)
        return { own: issue, floor: signFloor(statements, document), peer: await peer('issue') }
      },
    },
    {
      name: 'data-integrity/ecdsa-sd-2023/derive',
      async prepare() {
        await proveEqual()
        const base = await support.ring(issue)
        const floor = () => hash('sha256', JSON.stringify(document).repeat(3))
        return { own: (i) => derive(base(i)), floor, peer: await peer('derive') }
      },
    },
    {
      name: 'data-integrity/ecdsa-sd-2023/verify',
      async prepare() {
        await proveEqual()
        const derived = await support.ring(async (i) => derive(await issue(i)))
        const floor = verifyFloor(countSignatures(derived(0)), document)
        return { own: (i) => verifyOne(derived(i)), floor, peer: await peer('verify') }
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

/** About as many as a proof value holds, that of the issuer included: a signature takes 66 bytes, all else that of two. */
function countSignatures(secured: object): number {
  const { proof } = secured as { readonly proof: { readonly proofValue: string } }
  return Math.floor((proof.proofValue.length * 3) / 4 / 66) - 2
}

const CURVE = { namedCurve: 'P-256' } as const
const MESSAGE = Buffer.alloc(120, 'a statement')

/** A key for the proof and that many signatures; canonicalisation is free. */
function signFloor(signatures: number, document: object): () => void {
  return () => {
    const { privateKey } = generateKeyPairSync('ec', CURVE)
    hash('sha256', JSON.stringify(document).repeat(3))
    for (let i = 0; i < signatures; i++) sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  }
}

/** That many signatures verified with one key; canonicalisation is free. */
function verifyFloor(signatures: number, document: object): () => void {
  const { privateKey, publicKey } = generateKeyPairSync('ec', CURVE)
  const signature = sign('sha256', MESSAGE, { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return () => {
    hash('sha256', JSON.stringify(document).repeat(3))
    for (let i = 0; i < signatures; i++)
      assert(verify('sha256', MESSAGE, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature))
  }
}
