/** Data Integrity proofs, beside @digitalbazaar/vc; canonicalisation, beside jsonld and rdf-canonize. */
import assert from 'node:assert/strict'
import { checkValidityPeriod, validateCredential } from '@energy-ssi/credential'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import type { Document, Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row } from '../row.ts'

const SUITES = ['eddsa-rdfc-2022', 'eddsa-jcs-2022'] as const

/** Rows `data-integrity/…`. */
export function dataIntegrityRows(peers: Peers): readonly Row[] {
  return [...SUITES.flatMap((suite) => suiteRows(suite, peers)), canonicaliseRow(peers)]
}

/**
 * As on the peer's side, the credential is validated before it is signed and after it is verified. The floor is that of
 * eddsa-rdfc-2022 for both: hashing and signature, with canonicalisation for free.
 */
function suiteRows(cryptosuite: (typeof SUITES)[number], peers: Peers): readonly Row[] {
  const { document, support, contexts } = peers
  const { signer, resolveKey } = ownKey(peers, 'EdDSA', 'ed')
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
  /** Ed25519 is deterministic: with the same key, time and document both sides must write the same. */
  const proveEqual = async () => {
    const peer = await peers.peer('data-integrity', `digitalbazaar/${cryptosuite}/issue`)
    const theirs = (await peer(1)) as Document
    assert.deepEqual(await issue(1), theirs)
    await verify(theirs)
  }

  return [
    {
      name: `data-integrity/${cryptosuite}/issue`,
      async prepare() {
        await proveEqual()
        return {
          own: issue,
          floor: await peers.peer('floor', 'floor/eddsa-rdfc-2022/issue'),
          peer: await peers.peer('data-integrity', `digitalbazaar/${cryptosuite}/issue`),
        }
      },
    },
    {
      name: `data-integrity/${cryptosuite}/verify`,
      async prepare() {
        await proveEqual()
        const signed = await support.ring(issue)
        return {
          own: (i) => verify(signed(i)),
          floor: await peers.peer('floor', 'floor/eddsa-rdfc-2022/verify'),
          peer: await peers.peer('data-integrity', `digitalbazaar/${cryptosuite}/verify`),
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
