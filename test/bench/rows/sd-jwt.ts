/** SD-JWT VC, ES256 on both sides, every claim about the asset selectively disclosable, beside @sd-jwt. */
import assert from 'node:assert/strict'
import { hash, type KeyObject, sign, verify } from 'node:crypto'
import { systemRandomBytes } from '@energy-ssi/core'
import { presentSdJwt, type SdJwtVcClaims, signSdJwtVc, verifySdJwtVc } from '@energy-ssi/credential/sd-jwt'
import { createSigner, generateKeyPair } from '@energy-ssi/keys'
import type { Peers } from '../load-peers.ts'
import { ownKey } from '../own-key.ts'
import type { Row } from '../row.ts'

const AUDIENCE = 'https://verifier.example.org'
const NONCE = 'n-0S6_WzA2Mj'

/** Rows `credential/sd-jwt-vc/…`. */
export function sdJwtRows(peers: Peers): readonly Row[] {
  const { document, support } = peers
  const issuer = ownKey(peers, 'ES256', 'key-1')
  const holderPair = generateKeyPair('ES256')
  const holder = createSigner(holderPair, 'did:example:holder#key-1')
  const subject = [document.credentialSubject].flat()[0] ?? {}
  const { id: _, type: __, ...asset } = subject
  const names = Object.keys(asset)
  const disclose = names.map((name) => `/${name}`)
  const reveal = disclose.slice(0, 2)
  const { now } = support.clock(document)

  const claimsOf = (i: number): SdJwtVcClaims => ({
    iss: 'did:example:issuer',
    iat: 1793523600,
    vct: 'https://example.org/vct/energy-asset',
    jti: support.variant(document, i).id,
    ...asset,
  })
  const issue = (i: number) =>
    signSdJwtVc(claimsOf(i), issuer.signer, {
      disclose,
      holderKey: holderPair.publicKey.jwk,
      randomBytes: systemRandomBytes,
    })
  const keyBinding = { signer: holder, audience: AUDIENCE, nonce: NONCE, now }
  const options = { resolveKey: issuer.resolveKey, now, keyBinding: { audience: AUDIENCE, nonce: NONCE } }

  const privateKey = support.nodeKeys().ES256.privateKey
  const publicKey = support.nodeKeys().ES256.publicKey
  const peer = (name: string) => peers.peer('sd-jwt', `sd-jwt/${name}`)
  return [
    {
      name: 'credential/sd-jwt-vc/issue',
      async prepare() {
        const { verifyWithSdJwt } = await peers.cross()
        const expected = { ...claimsOf(1), cnf: { jwk: holderPair.publicKey.jwk } }
        assert.deepEqual(await verifyWithSdJwt(await issue(1), holderPair.publicKey.jwk), expected)
        return {
          own: issue,
          floor: floorIssue(claimsOf, names, privateKey),
          peer: await peer(`issue-${names.length}-claims`),
        }
      },
    },
    {
      name: 'credential/sd-jwt-vc/present',
      async prepare() {
        const credential = await support.ring(issue)
        const { verifyWithSdJwt } = await peers.cross()
        const own = (i: number) => presentSdJwt(credential(i), { reveal, keyBinding })
        await verifyWithSdJwt(await own(1), holderPair.publicKey.jwk, NONCE)
        const floor = floorPresent(credential, signAs(holder))
        return { own, floor, peer: await peer('present-2-claims-with-key-binding') }
      },
    },
    {
      name: 'credential/sd-jwt-vc/verify',
      async prepare() {
        const credential = await support.ring(issue)
        const presentation = await support.ring((i) => presentSdJwt(credential(i), { reveal, keyBinding }))
        const own = async (i: number) => {
          const verdict = await verifySdJwtVc(presentation(i), options)
          assert(verdict.verified && verdict.value.keyBinding !== undefined)
        }
        await own(0)
        const floor = floorVerify(presentation, publicKey, holderPair.publicKey.verify)
        return { own, floor, peer: await peer('verify-2-claims-with-key-binding') }
      },
    },
  ]
}

const base64url = (text: string) => Buffer.from(text).toString('base64url')
const header = (typ: string) => base64url(JSON.stringify({ alg: 'ES256', typ, kid: 'did:example:issuer#key-1' }))
const signAs = (signer: { sign(message: Uint8Array): Uint8Array }) => (input: string) =>
  Buffer.from(signer.sign(Buffer.from(input, 'latin1'))).toString('base64url')

/** One salt, one encoding and one hash per claim, then a JWS. */
function floorIssue(claimsOf: (i: number) => SdJwtVcClaims, names: readonly string[], key: KeyObject) {
  const encodedHeader = header('dc+sd-jwt')
  return (i: number) => {
    const payload: Record<string, unknown> = { ...claimsOf(i) }
    const salts = Buffer.from(systemRandomBytes(16 * names.length))
    const disclosures = names.map((name, n) => {
      const salt = salts.toString('base64url', 16 * n, 16 * n + 16)
      const disclosure = base64url(JSON.stringify([salt, name, payload[name]]))
      payload[name] = undefined
      return disclosure
    })
    payload._sd = disclosures.map((disclosure) => hash('sha256', disclosure, 'base64url'))
    const input = `${encodedHeader}.${base64url(JSON.stringify(payload))}`
    const signature = sign('sha256', Buffer.from(input, 'latin1'), { key, dsaEncoding: 'ieee-p1363' })
    return `${input}.${signature.toString('base64url')}~${disclosures.join('~')}~`
  }
}

/** What is shown is known beforehand: one hash over it, then a JWS. */
function floorPresent(credential: (i: number) => string, signText: (input: string) => string) {
  const encodedHeader = header('kb+jwt')
  return (i: number) => {
    const presented = `${credential(i).split('~').slice(0, 3).join('~')}~`
    const payload = { iat: 1, aud: AUDIENCE, nonce: NONCE, sd_hash: hash('sha256', presented, 'base64url') }
    const input = `${encodedHeader}.${base64url(JSON.stringify(payload))}`
    return `${presented}${input}.${signText(input)}`
  }
}

/** Two signatures with keys that were imported once, three hashes, six JSON texts. */
function floorVerify(
  presentation: (i: number) => string,
  key: KeyObject,
  verifyHolder: (message: Uint8Array, signature: Uint8Array) => boolean,
) {
  const read = (part: string | undefined): unknown => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())
  const split = (jwt: string) => {
    const end = jwt.lastIndexOf('.')
    return [Buffer.from(jwt.slice(0, end), 'latin1'), Buffer.from(jwt.slice(end + 1), 'base64url')] as const
  }
  return (i: number) => {
    const text = presentation(i)
    const [jwt = '', ...rest] = text.split('~')
    const keyBinding = rest.pop() ?? ''
    const issuerGood = verify('sha256', split(jwt)[0], { key, dsaEncoding: 'ieee-p1363' }, split(jwt)[1])
    const claims = [jwt, keyBinding].flatMap((token) => token.split('.').slice(0, 2).map(read))
    const digests = rest.map((disclosure) => [hash('sha256', disclosure, 'base64url'), read(disclosure)])
    const sdHash = hash('sha256', text.slice(0, text.length - keyBinding.length), 'base64url')
    assert(issuerGood && verifyHolder(...split(keyBinding)))
    return [claims, digests, sdHash]
  }
}
