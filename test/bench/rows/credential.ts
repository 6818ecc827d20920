/** Credentials as signed tokens, beside jose (VCDM 2.0) and did-jwt-vc (VCDM 1.1). */
import assert from 'node:assert/strict'
import {
  checkValidityPeriod,
  signVcJose,
  signVcJwt,
  type VerifyTokenOptions,
  verifyVcJose,
  verifyVcJwt,
} from '@energy-ssi/credential'
import type { Document, PeerAlgorithm, Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row } from '../row.ts'

const ALGORITHMS = [
  ['eddsa', 'EdDSA'],
  ['es256', 'ES256'],
] as const

/** Rows `credential/…`. */
export function credentialRows(peers: Peers): readonly Row[] {
  return ALGORITHMS.flatMap(([suffix, algorithm]) => [
    ...vcJoseRows(`credential/vc-jose-${suffix}`, algorithm, peers),
    ...vcJwtRows(`credential/vc-jwt-1.1-${suffix}`, algorithm, peers),
  ])
}

function vcJoseRows(name: string, algorithm: PeerAlgorithm, peers: Peers): readonly Row[] {
  const { document, support } = peers
  const key = ownKey(peers, algorithm, 'key-1')
  const { now } = support.clock(document)
  const issue = (i: number) => signVcJose(support.variant(document, i), key.signer)
  return [
    {
      name: `${name}/issue`,
      async prepare() {
        const token = await issue(1)
        const { verifyWithJose } = await peers.cross()
        assert.deepEqual(await verifyWithJose(token, algorithm, { typ: 'vc+jwt' }), support.variant(document, 1))
        return {
          own: issue,
          floor: await peers.peer('floor', `floor/jws-${algorithm}/issue`),
          peer: await peers.peer('jose', `jose/${algorithm}/issue`),
        }
      },
    },
    {
      name: `${name}/verify`,
      async prepare() {
        const verify = async (token: string) => {
          const verdict = await verifyVcJose(token, { resolveKey: key.resolveKey, now })
          assert(verdict.verified && checkValidityPeriod(verdict.value.credential, now) === undefined)
        }
        const { signWithJose } = await peers.cross()
        await verify(await signWithJose(document, { alg: algorithm, typ: 'vc+jwt', kid: key.signer.keyId }))
        const token = await support.ring(issue)
        return {
          own: (i) => verify(token(i)),
          floor: await peers.peer('floor', `floor/jws-${algorithm}/verify`),
          peer: await peers.peer('jose', `jose/${algorithm}/verify`),
        }
      },
    },
  ]
}

/** did-jwt-vc writes no `kid`, so its tokens are none of ours; tokens of the same shape made by jose are. */
function vcJwtRows(name: string, algorithm: PeerAlgorithm, peers: Peers): readonly Row[] {
  const { support } = peers
  const document = toModel11(peers.document)
  const key = ownKey(peers, algorithm, 'key-1')
  const now = new Date('2026-11-22T12:00:00Z')
  const issue = (i: number) => signVcJwt(support.variant(document, i), key.signer)
  const options: VerifyTokenOptions = { resolveKey: key.resolveKey, now }
  return [
    {
      name: `${name}/issue`,
      async prepare() {
        const { verifyWithDidJwtVc } = await peers.cross()
        assert(await verifyWithDidJwtVc(await issue(1), algorithm, document, key.signer.keyId))
        return {
          own: issue,
          floor: await peers.peer('floor', `floor/jws-${algorithm}/issue`, document),
          peer: await peers.peer('did-jwt-vc', `did-jwt-vc/${algorithm}/issue`, document),
        }
      },
    },
    {
      name: `${name}/verify`,
      async prepare() {
        const verify = async (token: string) => {
          const verdict = await verifyVcJwt(token, options)
          assert(verdict.verified && checkValidityPeriod(verdict.value.credential, now) === undefined)
        }
        const { signWithJose } = await peers.cross()
        const header = { alg: algorithm, typ: 'JWT', kid: key.signer.keyId }
        await verify(await signWithJose(support.jwtClaims(document, 1), header))
        const token = await support.ring(issue)
        return {
          own: (i) => verify(token(i)),
          floor: await peers.peer('floor', `floor/jws-${algorithm}/verify`, document),
          peer: await peers.peer('did-jwt-vc', `did-jwt-vc/${algorithm}/verify`, document),
        }
      },
    },
  ]
}

/** The same credential in the data model of 2022, for the period the peers' tokens have. */
function toModel11({ '@context': [, ...contexts], validFrom: _, validUntil: __, ...members }: Document): Document {
  return {
    '@context': ['https://www.w3.org/2018/credentials/v1', ...contexts],
    ...members,
    issuanceDate: '2024-01-01T00:00:00Z',
    expirationDate: '2100-01-01T00:00:00Z',
  }
}
