import { describe, expect, it } from 'vitest'
import { addYears } from '../../src/credentials/energy-credential.ts'
import {
  chargingStationOf,
  createChargingStationCredential,
  createPrequalificationCredential,
  createVehicleTechnicalCredential,
  ENERGY_CREDENTIAL_TYPES,
  type EnergyCredentialType,
  energyCredentialType,
  readStationRegister,
  validateEnergyCredential,
} from '../../src/index.ts'
import {
  prequalificationCredential,
  sampleCredentials,
  stationCredential,
  vehicleCredential,
} from '../support/sample-credentials.ts'
import { specBytes, specJson } from '../support/spec-files.ts'

const validFrom = new Date('2026-01-01T00:00:00Z')
const REFUSED = expect.objectContaining({ code: 'invalid_credential' })

describe('a builder', () => {
  it('returns an unsigned credential of VCDM 2.0', () => {
    expect(stationCredential).toMatchObject({
      '@context': ['https://www.w3.org/ns/credentials/v2', 'https://w3id.org/energy-ssi/v1'],
      type: ['VerifiableCredential', 'ChargingStationCredential'],
      validFrom: '2026-01-01T00:00:00Z',
      validUntil: '2031-01-01T00:00:00Z',
      credentialSchema: { id: 'https://w3id.org/energy-ssi/schemas/v1/charging-station.json', type: 'JsonSchema' },
      credentialSubject: { type: 'ChargingStation' },
    })
    expect(stationCredential).not.toHaveProperty('proof')
  })

  it.each(
    sampleCredentials.map(
      (credential) => [energyCredentialType(credential) as EnergyCredentialType, credential] as const,
    ),
  )('of a %s returns the example in spec/schemas', (type, credential) => {
    expect(specJson(`schemas/energy/examples/${ENERGY_CREDENTIAL_TYPES[type].schemaName}.json`)).toEqual(credential)
  })

  it('ends a vehicle credential after ten years', () =>
    expect(vehicleCredential.validUntil).toBe('2036-01-01T00:00:00Z'))

  it('refuses what would not be valid, and says why', () => {
    const { type: _, ...subject } = stationCredential.credentialSubject
    const parts = {
      issuer: 'did:web:cpo.example',
      validFrom,
      subject: { ...subject, meteringPoint: '541449000000000011' },
    }
    expect(() => createChargingStationCredential(parts)).toThrow(REFUSED)
    expect(() => createChargingStationCredential(parts)).toThrow(
      expect.objectContaining({ cause: [expect.objectContaining({ pointer: '/credentialSubject/meteringPoint' })] }),
    )
  })

  it('refuses a longer validity than the type allows', () => {
    const { type: _, ...subject } = prequalificationCredential.credentialSubject
    const validUntil = new Date('2031-01-01T00:00:01Z')
    expect(() =>
      createPrequalificationCredential({ issuer: 'did:web:tso.example', validFrom, validUntil, subject }),
    ).toThrow(REFUSED)
  })

  it('does not let a subject say another type', () => {
    const subject = { ...vehicleCredential.credentialSubject, type: 'MeteringPoint' }
    expect(() => createVehicleTechnicalCredential({ issuer: 'did:web:oem.example', validFrom, subject })).toThrow(
      REFUSED,
    )
  })
})

it('years later is the same day, or the last of its month (XML Schema 1.1 Part 2 §E.3.3)', () => {
  expect(addYears(new Date('2024-02-29T12:00:00Z'), 5)).toEqual(new Date('2029-02-28T12:00:00Z'))
  expect(addYears(new Date('2024-02-29T12:00:00Z'), 4)).toEqual(new Date('2028-02-29T12:00:00Z'))
})

describe('a station of the register', () => {
  const { accepted } = readStationRegister(
    specBytes('data/energy/lsr-bnetza/ladesaeulenregister-2019-07-19-50hertz-area-sample.csv'),
  )

  it('becomes a valid credential, every one of the 120', () => {
    for (const row of accepted) {
      const subject = chargingStationOf(row, `did:web:cpo.example:evse:${row.line}`)
      const credential = createChargingStationCredential({ issuer: 'did:web:cpo.example', validFrom, subject })
      expect(validateEnergyCredential(credential)).toEqual([])
    }
  })

  it('carries its published meter keys', () => {
    const { meterKeys } = chargingStationOf(accepted[0] as (typeof accepted)[number], 'did:web:cpo.example:evse:1')
    expect(meterKeys?.map(({ connectorId, curve }) => [connectorId, curve])).toEqual([
      ['1', 'secp192r1'],
      ['2', 'secp192r1'],
    ])
  })

  it('with several plugs at one point has a connector for each, none above what fits through it', () => {
    const row = accepted.find(({ connectors }) => connectors[0].plugs.length > 1) as (typeof accepted)[number]
    const { connectors } = chargingStationOf(row, 'did:web:cpo.example:evse:1')
    expect(
      connectors
        .slice(0, 2)
        .map(({ connectorId, standard, maxElectricPower }) => [connectorId, standard, maxElectricPower]),
    ).toEqual([
      ['1.1', 'IEC_62196_T2', 22_000],
      ['1.2', 'DOMESTIC_F', 4_100],
    ])
  })
})
