/** `@sd-jwt/sd-jwt-vc` and `@sd-jwt/core`: SD-JWT VC and VCDM 2.0 as SD-JWT, issued, presented and verified. */
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'
import { systemRandomBytes, utf8Encode } from '@energy-ssi/core'
import { envelopeCredential, signJws } from '@energy-ssi/credential'
import {
  presentSdJwt,
  sdJwtFromJson,
  sdJwtToJson,
  signSdJwtVc,
  signVcSdJwt,
  signVpSdJwt,
  verifySdJwtVc,
  verifyVcSdJwt,
  verifyVpSdJwt,
} from '@energy-ssi/credential/sd-jwt'
import {
  createTokenStatusClaim,
  createTokenStatuses,
  createTokenStatusListClaims,
  MIN_STATUS_LIST_LENGTH,
  STATUS_LIST_TOKEN_TYP,
} from '@energy-ssi/status-list'
import { type Config, SDJwtInstance } from '@sd-jwt/core'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { describe, expect, test } from 'vitest'
import { CHALLENGE, createCredential, createPresentation, DOMAIN } from './support/documents.ts'
import { createParty, NOW, type Party, resolveKey } from './support/parties.ts'
import { codesOf, verifiedValue, withChangedCharacter } from './support/tamper.ts'

const currentDate = NOW.getTime() / 1000
const keyBinding = { audience: DOMAIN, nonce: CHALLENGE }
const bound = { kb: { payload: { iat: currentDate, aud: DOMAIN, nonce: CHALLENGE } } }
const BAD_SIGNATURE = /Invalid JWT Signature|Verify Error/

describe.each(['EdDSA', 'ES256', 'ES384'] as const)('%s', (algorithm) => {
  const issuer = createParty('issuer', algorithm)
  const holder = createParty('holder', algorithm)
  const theirs = configFor(issuer, holder)
  const ours = { resolveKey, now: NOW, keyBinding }
  const holderKey = holder.keyPair.publicKey.jwk

  const claims = {
    iss: issuer.did,
    iat: currentDate,
    vct: 'https://grid.example/credentials/charging-station',
    maximumPowerKw: 22,
    city: 'Köln',
    address: { street: 'Ringstraße 1', country: 'DE' },
    connectors: ['Type 2', 'CCS'],
  }
  const disclose = ['/maximumPowerKw', '/city', '/address/street', '/connectors/0', '/connectors/1']
  const frame = {
    _sd: ['maximumPowerKw', 'city'],
    _sd_decoy: 2,
    address: { _sd: ['street'] },
    connectors: { _sd: [0, 1] },
  }
  const shown = { address: claims.address, city: claims.city, connectors: ['CCS'] }

  /** Issued and presented by either side; the city, the street and the second connector are shown. */
  const issuers = {
    here: (decoys: number) =>
      signSdJwtVc(claims, issuer.signer, { disclose, holderKey, decoys, randomBytes: systemRandomBytes }),
    there: (_: number) =>
      new SDJwtVcInstance(theirs).issue({ ...claims, cnf: { jwk: holderKey } }, frame, {
        header: { kid: issuer.keyId },
      }),
  }
  const presenters = {
    here: (credential: string) =>
      presentSdJwt(credential, {
        reveal: ['/city', '/address/street', '/connectors/1'],
        keyBinding: { ...keyBinding, signer: holder.signer, now: NOW },
      }),
    there: (credential: string) =>
      new SDJwtVcInstance(theirs).present(
        credential,
        { city: true, address: { street: true }, connectors: { 1: true } },
        bound,
      ),
  }
  const verifyThere = (presentation: string, keyBindingNonce = CHALLENGE) =>
    new SDJwtVcInstance(theirs).verify(presentation, { keyBindingNonce, currentDate })

  test.each([
    ['here', 'here'],
    ['here', 'there'],
    ['there', 'here'],
    ['there', 'there'],
  ] as const)(
    'a dc+sd-jwt issued %s and presented %s verifies with both, altered with neither',
    async (issued, presented) => {
      // Their presenter counts decoys as elements: with ours among them, an index is not the connector's own.
      const decoys = presented === 'here' ? 2 : 0
      const presentation = await presenters[presented](await issuers[issued](decoys))
      const { claims: read, keyBinding: proven } = verifiedValue(await verifySdJwtVc(presentation, ours))
      expect(read).toMatchObject(shown)
      expect(proven).toMatchObject(keyBinding)
      expect(read).not.toHaveProperty('maximumPowerKw')
      const { payload } = await verifyThere(presentation)
      expect(payload).toMatchObject(shown)
      expect(payload).not.toHaveProperty('maximumPowerKw')

      const altered = withChangedCharacter(presentation)
      expect(codesOf(await verifySdJwtVc(altered, ours))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
      await expect(verifyThere(altered)).rejects.toThrow(BAD_SIGNATURE)
    },
  )

  test('a presentation replayed with another nonce, or with a disclosure changed, verifies with neither', async () => {
    const presentation = await presenters.there(await issuers.here(0))
    const replayed = await verifySdJwtVc(presentation, { ...ours, keyBinding: { ...keyBinding, nonce: 'another' } })
    expect(codesOf(replayed)).toEqual(['INVALID_CHALLENGE_ERROR'])
    await expect(verifyThere(presentation, 'another')).rejects.toThrow('Invalid Nonce')

    const [jwt = '', disclosure = '', ...rest] = presentation.split('~')
    const [salt, ...named] = JSON.parse(Buffer.from(disclosure, 'base64url').toString()) as unknown[]
    const changed = Buffer.from(JSON.stringify([salt, ...named.slice(0, -1), 'Bonn'])).toString('base64url')
    const altered = [jwt, changed, ...rest].join('~')
    expect(codesOf(await verifySdJwtVc(altered, ours))).not.toEqual([])
    await expect(verifyThere(altered)).rejects.toThrow()
  })

  test('a vc+sd-jwt issued here verifies there, with one character changed it does not', async () => {
    const credential = createCredential(issuer.did)
    const options = { disclose: ['/credentialSubject/city'], holderKey, randomBytes: systemRandomBytes }
    const signed = await signVcSdJwt(credential, issuer.signer, options)
    const core = new SDJwtInstance(theirs)
    const presentation = await core.present(signed, { credentialSubject: { city: true } }, bound)
    const check = (text: string) => core.verify(text, { keyBindingNonce: CHALLENGE, currentDate })
    expect((await check(presentation)).payload).toMatchObject(credential)
    await expect(check(withChangedCharacter(presentation))).rejects.toThrow(BAD_SIGNATURE)
  })

  test('a vc+sd-jwt issued there verifies here, with one character changed with neither', async () => {
    const credential = createCredential(issuer.did)
    const core = new SDJwtInstance(theirs)
    const header = { typ: 'vc+sd-jwt', cty: 'vc', kid: issuer.keyId }
    const hidden = { credentialSubject: { _sd: ['city', 'maximumPowerKw'] } }
    const signed = await core.issue({ ...credential, cnf: { jwk: holderKey } }, hidden, { header })
    const presentation = await core.present(signed, { credentialSubject: { city: true } }, bound)
    const { credential: read, disclosed } = verifiedValue(await verifyVcSdJwt(presentation, ours))
    const { maximumPowerKw: _, ...subject } = credential.credentialSubject as Record<string, unknown>
    expect(read).toMatchObject({ ...credential, credentialSubject: subject })
    expect(disclosed).toEqual(['/credentialSubject/city'])
    const altered = withChangedCharacter(presentation)
    expect(codesOf(await verifyVcSdJwt(altered, ours))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    await expect(core.verify(altered, { keyBindingNonce: CHALLENGE, currentDate })).rejects.toThrow(BAD_SIGNATURE)
  })

  test('a vp+sd-jwt signed here verifies there, and there here, with one character changed with neither', async () => {
    const options = { disclose: ['/credentialSubject/city'], randomBytes: systemRandomBytes }
    const inner = await signVcSdJwt(createCredential(issuer.did), issuer.signer, options)
    const presentation = createPresentation(holder.did, [envelopeCredential('application/vc+sd-jwt', inner)])
    const core = new SDJwtInstance(configFor(holder, holder))
    const mine = await signVpSdJwt(presentation, holder.signer, keyBinding)
    const check = (text: string) => core.verify(text, { currentDate })
    expect((await check(mine)).payload).toEqual({ ...presentation, nonce: CHALLENGE, aud: DOMAIN })
    await expect(check(withChangedCharacter(mine))).rejects.toThrow(BAD_SIGNATURE)

    const header = { typ: 'vp+sd-jwt', cty: 'vp', kid: holder.keyId }
    const signed = await core.issue({ ...presentation, nonce: CHALLENGE, aud: DOMAIN }, {}, { header })
    const expected = { resolveKey, now: NOW, ...keyBinding }
    expect(verifiedValue(await verifyVpSdJwt(signed, expected)).controller).toBe(holder.did)
    const altered = withChangedCharacter(signed)
    expect(codesOf(await verifyVpSdJwt(altered, expected))).toEqual(['CRYPTOGRAPHIC_SECURITY_ERROR'])
    await expect(check(altered)).rejects.toThrow(BAD_SIGNATURE)
  })

  test('both write the same JSON for a presentation, and read it', async () => {
    const presentation = await presenters.here(await issuers.here(2))
    const json = new SDJwtVcInstance(theirs).toFlattenJSON(presentation).toJson()
    expect(sdJwtToJson(presentation)).toEqual(json)
    expect(sdJwtFromJson(json)).toBe(presentation)
  })

  test('a credential issued here is found revoked there, in a status list made here', async () => {
    const uri = 'https://issuer.example/status-lists/2'
    const statuses = createTokenStatuses(MIN_STATUS_LIST_LENGTH, 1)
    statuses.set(17, 1)
    const list = createTokenStatusListClaims({ url: uri, statuses, issuedAt: NOW })
    const token = await signJws(JSON.stringify({ ...list, iss: issuer.did }), issuer.signer, STATUS_LIST_TOKEN_TYP)
    const checker = new SDJwtVcInstance({
      ...theirs,
      statusListFetcher: async () => token,
      statusVerifier: theirs.verifier,
    })
    const check = async (index: number) => {
      const status = createTokenStatusClaim({ url: uri, index })
      const credential = { ...claims, status: { ...status } }
      const signed = await signSdJwtVc(credential, issuer.signer, { disclose, randomBytes: systemRandomBytes })
      return checker.verify(signed, { currentDate })
    }
    expect((await check(16)).payload).toMatchObject({ city: claims.city })
    await expect(check(17)).rejects.toThrow('Status is not valid')
  })

  /** What the libraries want to be given: the signatures themselves, hashes and salts. */
  function configFor(party: Party, bearer: Party): Config {
    return {
      signAlg: algorithm,
      ...namedFor(party),
      kbSignAlg: algorithm,
      kbSigner: namedFor(bearer).signer,
      kbVerifier: namedFor(bearer).verifier,
      hashAlg: 'sha-256',
      hasher: (data) =>
        createHash('sha256')
          .update(typeof data === 'string' ? data : new Uint8Array(data))
          .digest(),
      saltGenerator: (length) => randomBytes(length).toString('base64url'),
    }
  }

  function namedFor({ keyPair }: Party): Pick<Config, 'signer' | 'verifier'> {
    const hash = { EdDSA: null, ES256: 'sha256', ES384: 'sha384' }[algorithm]
    const dsaEncoding = 'ieee-p1363'
    const privateKey = createPrivateKey({ key: { ...keyPair.privateJwk }, format: 'jwk' })
    const publicKey = createPublicKey(privateKey)
    return {
      signer: async (data) => sign(hash, utf8Encode(data), { key: privateKey, dsaEncoding }).toString('base64url'),
      verifier: async (data, signature) =>
        verify(hash, utf8Encode(data), { key: publicKey, dsaEncoding }, Buffer.from(signature, 'base64url')),
    }
  }
})
