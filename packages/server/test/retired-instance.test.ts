import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { createMemoryKeyStore } from '@energy-ssi/keys'
import { createServices, readConfig } from '@energy-ssi/server'
import { createMemoryStore } from '@energy-ssi/vc-api'
import { describe, expect, test } from 'vitest'
import { createTestService, issued, post, shown } from './service.ts'

describe('an issuer instance that is no longer configured', () => {
  const id = 'urn:uuid:6b2b1c5e-0000-4000-8000-000000000040'
  const revocation = {
    credentialId: id,
    credentialStatus: { type: 'BitstringStatusListEntry', statusPurpose: 'revocation' },
    status: true,
  }

  test.each([
    ['vc-jose', 'application/vc+jwt'],
    ['vc-jose-es256', 'application/vc+jwt'],
    ['vc-jwt-1.1', 'application/vc+jwt'],
    ['eddsa-jcs-2022', 'application/vc'],
    ['ecdsa-jcs-2019-p256', 'application/vc'],
    ['ecdsa-rdfc-2019-p384', 'application/vc'],
    ['ed25519-signature-2020', 'application/vc'],
    ['ecdsa-sd-2023-p256', 'application/vc'],
    ['bbs-2023', 'application/vc'],
    ['vc-cose', 'application/vc+jwt'],
    ['vc-sd-jwt', 'application/vc+jwt'],
    ['sd-jwt-vc', 'application/statuslist+jwt'],
  ])(
    'has its status lists published as before, under its own key, also if nobody had fetched them (%s)',
    async (issuer, mediaType) => {
      const parts = {
        store: createMemoryStore(),
        keyStore: createMemoryKeyStore(),
        kek: new Uint8Array(32).fill(7),
        clock: systemClock,
        randomBytes: systemRandomBytes,
      }
      const config = readConfig({}, '/nonexistent')
      const start = async (issuers = config.issuers) =>
        createTestService({ config: { issuers }, services: await createServices({ ...config, issuers }, parts) })

      const before = await start()
      const verifiableCredential = await shown(before.app, await issued(before.app, { id }, issuer), issuer)
      const [list] = await parts.store.forTenant('default').listStatusLists()
      const path = new URL(list?.url ?? '').pathname
      await before.app.inject(post(`/issuers/${issuer}/credentials/status`, revocation))

      const after = await start(config.issuers.filter((configured) => configured.id !== issuer))
      const published = await after.app.inject(path)
      expect([published.statusCode, published.headers['content-type']]).toEqual([200, mediaType])
      const verdict = await after.app.inject(post('/verifiers/default/credentials/verify', { verifiableCredential }))
      expect(verdict.json()).toMatchObject({
        verified: false,
        problemDetails: [{ type: expect.stringMatching(/#CREDENTIAL_REVOKED$/) }],
      })
    },
  )
})
