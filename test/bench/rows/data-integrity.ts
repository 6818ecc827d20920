/** Data Integrity proofs, beside @digitalbazaar/vc; canonicalisation, beside jsonld and rdf-canonize. */
import assert from 'node:assert/strict'
import { checkValidityPeriod, validateCredential } from '@energy-ssi/credential'
import { type Cryptosuite, createDataIntegrity } from '@energy-ssi/data-integrity'
import type { Document, PeerAlgorithm, Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row } from '../row.ts'

interface Case {
  /** As rows are named. */
  readonly suite: string
  readonly cryptosuite: Cryptosuite
  readonly algorithm: PeerAlgorithm
  /** Of the key, in the issuer's document. */
  readonly fragment: string
  /** As the peer's family names it. */
  readonly peer: string
  readonly floor: string
}

const EDDSA = { algorithm: 'EdDSA', fragment: 'ed', floor: 'eddsa-rdfc-2022' } as const
const P256 = { algorithm: 'ES256', fragment: 'p256', floor: 'ecdsa-rdfc-2019-p256' } as const
const P384 = { algorithm: 'ES384', fragment: 'p384', floor: 'ecdsa-rdfc-2019-p384' } as const

const CASES: readonly Case[] = [
  { suite: 'eddsa-rdfc-2022', cryptosuite: 'eddsa-rdfc-2022', peer: 'eddsa-rdfc-2022', ...EDDSA },
  { suite: 'ecdsa-rdfc-2019-p256', cryptosuite: 'ecdsa-rdfc-2019', peer: 'ecdsa-rdfc-2019', ...P256 },
  { suite: 'ecdsa-rdfc-2019-p384', cryptosuite: 'ecdsa-rdfc-2019', peer: 'ecdsa-rdfc-2019-p384', ...P384 },
  { suite: 'eddsa-jcs-2022', cryptosuite: 'eddsa-jcs-2022', peer: 'eddsa-jcs-2022', ...EDDSA },
  {
    suite: 'ed25519-signature-2020',
    cryptosuite: 'Ed25519Signature2020',
    peer: 'Ed25519Signature2020',
    ...EDDSA,
    fragment: 'ed2020',
  },
]

/** Rows `data-integrity/…`. */
export function dataIntegrityRows(peers: Peers): readonly Row[] {
  return [...CASES.flatMap((each) => suiteRows(each, peers)), canonicaliseRow(peers)]
}

/**
 * As on the peer's side, the credential is validated before it is signed and after it is verified. The floor is hashing and
 * signature on the same curve, with canonicalisation for free.
 */
function suiteRows({ suite, cryptosuite, algorithm, fragment, ...names }: Case, peers: Peers): readonly Row[] {
  const { document, support, contexts } = peers
  const { signer, resolveKey } = ownKey(peers, algorithm, fragment)
  const { date, now } = support.clock(document)
  const dataIntegrity = createDataIntegrity({ contexts })
  const created = new Date(date)

  const issue = (i: number) => {
    const credential = support.variant(document, i)
    assert(validateCredential(credential).length === 0 && checkValidityPeriod(credential, now) === undefined)
    return dataIntegrity.sign(credential, { cryptosuite, signer, proofPurpose: 'assertionMethod', created })
  }
  const verify = async (credential: object) => {
    const verdict = await dataIntegrity.verify(credential, { resolveKey, proofPurpose: 'assertionMethod', now })
    assert(verdict.verified)
    const verified = verdict.value.document as Document
    assert(validateCredential(verified).length === 0 && checkValidityPeriod(verified, now) === undefined)
  }
  const peer = (operation: string) => peers.peer('data-integrity', `digitalbazaar/${names.peer}/${operation}`)
  /** Ed25519 is deterministic: both sides must write the same. ECDSA is not: each side accepts what the other has signed. */
  const proveEqual = async () => {
    const [own, theirs] = [await issue(1), (await (await peer('issue'))(1)) as Document]
    if (algorithm === 'EdDSA') assert.deepEqual(own, theirs)
    await verify(theirs)
    const accept = (await peer('accept')) as unknown
    assert(typeof accept === 'function')
    assert.equal(((await accept(own)) as { verified: boolean }).verified, true)
  }

  return [
    {
      name: `data-integrity/${suite}/issue`,
      async prepare() {
        await proveEqual()
        return { own: issue, floor: await peers.peer('floor', `floor/${names.floor}/issue`), peer: await peer('issue') }
      },
    },
    {
      name: `data-integrity/${suite}/verify`,
      async prepare() {
        await proveEqual()
        const signed = await support.ring(issue)
        return {
          own: (i) => verify(signed(i)),
          floor: await peers.peer('floor', `floor/${names.floor}/verify`),
          peer: await peer('verify'),
        }
      },
    },
  ]
}

/** The floor is `JSON.stringify`: the document written once in any form. */
function canonicaliseRow(peers: Peers): Row {
  const { document, support, contexts } = peers
  return {
    name: 'data-integrity/canonicalise/document',
    async prepare() {
      const { canonicalise } = createDataIntegrity({ contexts })
      const own = (i: number) => canonicalise(support.variant(document, i))
      const peer = await peers.peer('canonical', 'jsonld/canonize-document')
      assert.equal(await own(1), await peer(1))
      return { own, floor: await peers.peer('canonical', 'node/json-stringify'), peer }
    },
  }
}
