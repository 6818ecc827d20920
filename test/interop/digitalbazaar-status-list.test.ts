/** `@digitalbazaar/vc-bitstring-status-list`: Bitstring Status List credentials, signed with eddsa-rdfc-2022. */
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import * as ed25519Multikey from '@digitalbazaar/ed25519-multikey'
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite'
import { issue } from '@digitalbazaar/vc'
import {
  checkStatus,
  createList,
  createCredential as createListCredential,
} from '@digitalbazaar/vc-bitstring-status-list'
import { createDataIntegrity } from '@energy-ssi/data-integrity'
import {
  createBitstringStatuses,
  createIncrementalEncoder,
  createStatusListCredential,
  createStatusListEntry,
  encodeBitstring,
  MIN_STATUS_LIST_LENGTH,
  readStatus,
} from '@energy-ssi/status-list'
import { expect, test } from 'vitest'
import { documentLoader, keyToImport } from './support/digitalbazaar.ts'
import { createCredential } from './support/documents.ts'
import { createParty, NOW, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue } from './support/tamper.ts'

const url = 'https://issuer.example/status-lists/1'
const REVOKED = 94_567
const VALID = REVOKED + 1
const issuer = createParty('issuer', 'EdDSA')
const { sign, verify } = createDataIntegrity()
const proofPurpose = 'assertionMethod'
const entryAt = (index: number) => createStatusListEntry({ url, purpose: 'revocation', index })

/** What their check says about a credential with an entry at an index. */
async function checkThere(list: object, index: number) {
  const { results, error } = await checkStatus({
    credential: { ...createCredential(issuer.did), credentialStatus: entryAt(index) },
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader: async (documentUrl) =>
      documentUrl === url
        ? { contextUrl: null, documentUrl, document: structuredClone(list) }
        : documentLoader(documentUrl),
  })
  return error ?? results?.map(({ status }) => status)
}

/** What we say about an entry at an index. */
async function checkHere(list: object, index: number) {
  const verdict = await verify(list, { resolveKey, proofPurpose, now: NOW })
  return verdict.verified ? readStatus(entryAt(index), verdict.value.document, { now: NOW }) : verdict
}

/** The list with another one put in its place, under the same proof. */
function withOtherBits(list: object): object {
  const { credentialSubject, ...rest } = list as Record<string, object>
  const encodedList = encodeBitstring(createBitstringStatuses(MIN_STATUS_LIST_LENGTH))
  return { ...rest, credentialSubject: { ...credentialSubject, encodedList } }
}

test('a list made here is read there, with other bits in it it is not', async () => {
  const bits = createBitstringStatuses(MIN_STATUS_LIST_LENGTH)
  bits.set(REVOKED, 1)
  const options = { url, issuer: issuer.did, purpose: 'revocation', validFrom: new Date('2026-01-01T00:00:00Z') }
  const list = createStatusListCredential({ ...options, encodedList: encodeBitstring(bits) })
  const signer = issuer.signer
  const signed = await sign(list, { cryptosuite: 'eddsa-rdfc-2022', signer, proofPurpose, created: NOW })
  expect(await checkThere(signed, REVOKED)).toEqual([true])
  expect(await checkThere(signed, VALID)).toEqual([false])
  expect(await checkThere(withOtherBits(signed), REVOKED)).toBeInstanceOf(Error)
})

test('a list encoded chunk by chunk here is read there, before and after a change', async () => {
  const { statuses, encode } = createIncrementalEncoder(createBitstringStatuses(MIN_STATUS_LIST_LENGTH))
  const options = { url, issuer: issuer.did, purpose: 'revocation', validFrom: new Date('2026-01-01T00:00:00Z') }
  const check = async () => {
    const list = createStatusListCredential({ ...options, encodedList: encode() })
    const signer = issuer.signer
    const signed = await sign(list, { cryptosuite: 'eddsa-rdfc-2022', signer, proofPurpose, created: NOW })
    return [await checkThere(signed, REVOKED), await checkThere(signed, VALID)]
  }
  expect(await check()).toEqual([[false], [false]])
  statuses.set(REVOKED, 1)
  expect(await check()).toEqual([[true], [false]])
})

test('a list made there is read here, with other bits in it with neither', async () => {
  const list = await createList({ length: MIN_STATUS_LIST_LENGTH })
  list.setStatus(REVOKED, true)
  const unsigned = await createListCredential({ id: url, list, statusPurpose: 'revocation' })
  const signer = (await ed25519Multikey.fromJwk(keyToImport(issuer))).signer()
  const suite = new DataIntegrityProof({ signer, cryptosuite, date: NOW })
  const credential = { ...unsigned, issuer: issuer.did, validFrom: '2026-01-01T00:00:00Z' }
  const signed = await issue({ credential, suite, documentLoader, now: NOW })
  expect(verifiedValue(await checkHere(signed, REVOKED))).toEqual({ purpose: 'revocation', value: 1, valid: false })
  expect(verifiedValue(await checkHere(signed, VALID))).toEqual({ purpose: 'revocation', value: 0, valid: true })
  const altered = withOtherBits(signed)
  expect(codesOf(await checkHere(altered, REVOKED))).toEqual(['PROOF_VERIFICATION_ERROR'])
  expect(await checkThere(altered, REVOKED)).toBeInstanceOf(Error)
})
