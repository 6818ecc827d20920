import { describe, expect, it } from 'vitest'
import {
  ENERGY_CREDENTIAL_TYPES,
  type EnergyCredential,
  type EnergyCredentialType,
  energyCredentialType,
  energySchemas,
  energySchemaUrl,
  parseMeterKey,
  validateEnergyCredential,
} from '../../src/index.ts'
import {
  meteringPointCredential,
  prequalificationCredential,
  sampleCredentials,
  stationCredential,
  vehicleCredential,
} from '../support/sample-credentials.ts'
import { specJson } from '../support/spec-files.ts'
import { createTestMeter } from '../support/test-meter.ts'

/** Problems of a credential whose subject is changed; an undefined member is removed. */
function subjectProblems(credential: EnergyCredential, changes: object): readonly string[] {
  const subject = Object.entries({ ...credential.credentialSubject, ...changes }).filter(
    ([, value]) => value !== undefined,
  )
  return problems({ ...credential, credentialSubject: Object.fromEntries(subject) })
}

function problems(credential: unknown): readonly string[] {
  return validateEnergyCredential(credential).map(({ code, pointer }) => `${code} ${pointer}`)
}

const malformed = (path: string) => [`MALFORMED_VALUE_ERROR /credentialSubject/${path}`]
const outOfRange = (path: string) => [`RANGE_ERROR /credentialSubject/${path}`]

describe('an energy credential', () => {
  it.each(sampleCredentials.map((credential) => [credential.type[1], credential]))(
    '%s with every field is valid',
    (_, each) => {
      expect(validateEnergyCredential(each)).toEqual([])
    },
  )

  it('has exactly one type of the vocabulary', () => {
    expect(energyCredentialType(stationCredential)).toBe('ChargingStationCredential')
    for (const type of [
      ['VerifiableCredential'],
      'x',
      [...stationCredential.type, 'MeteringPointCredential'],
      ['constructor'],
    ]) {
      expect(problems({ ...stationCredential, type })).toEqual(['MALFORMED_VALUE_ERROR /type'])
    }
    expect(problems(null)).toEqual(['MALFORMED_VALUE_ERROR /type'])
  })

  it('has the contexts of VCDM 2.0, first, and of the vocabulary', () => {
    const [base, energy] = stationCredential['@context']
    expect(problems({ ...stationCredential, '@context': [base] })).toContain('MALFORMED_VALUE_ERROR /@context')
    expect(problems({ ...stationCredential, '@context': [energy, base] })).toContain(
      'MALFORMED_VALUE_ERROR /@context/0',
    )
    expect(
      problems({ ...stationCredential, '@context': [base, energy, 'https://w3id.org/security/multikey/v1'] }),
    ).toEqual([])
  })

  it('may be secured, and have members of the data model this package does not look at', () => {
    expect(problems({ ...stationCredential, proof: { type: 'DataIntegrityProof' }, name: 'Station' })).toEqual([])
  })

  it('needs an issuer and a start', () => {
    const { issuer: _, validFrom: __, ...rest } = stationCredential
    expect(problems(rest)).toEqual(['MALFORMED_VALUE_ERROR /issuer', 'MALFORMED_VALUE_ERROR /validFrom'])
    expect(problems({ ...stationCredential, issuer: { name: 'x' } })).toEqual(['MALFORMED_VALUE_ERROR /issuer/id'])
    expect(problems({ ...stationCredential, validFrom: '2026-01-01' })).toEqual(['MALFORMED_VALUE_ERROR /validFrom'])
  })

  it.each([
    ['ChargingStationCredential', stationCredential, '2031-01-01T00:00:00Z', '2031-01-01T00:00:01Z'],
    ['VehicleTechnicalCredential', vehicleCredential, '2036-01-01T00:00:00Z', '2036-01-01T00:00:01Z'],
    ['PrequalificationCredential', prequalificationCredential, '2031-01-01T00:00:00Z', '2031-01-01T00:00:01Z'],
  ])(
    'a %s ends after its longest validity at the latest (SO GL art. 155 for the last)',
    (_, credential, latest, later) => {
      expect(problems({ ...credential, validUntil: latest })).toEqual([])
      expect(problems({ ...credential, validUntil: later })).toEqual(['RANGE_ERROR /validUntil'])
      const { validUntil: __, ...endless } = credential
      expect(problems(endless)).toEqual(['MALFORMED_VALUE_ERROR /validUntil'])
    },
  )

  it('does not end before it starts; a metering point needs no end', () => {
    expect(problems({ ...stationCredential, validUntil: stationCredential.validFrom })).toEqual([
      'RANGE_ERROR /validUntil',
    ])
    expect(meteringPointCredential).not.toHaveProperty('validUntil')
    expect(problems({ ...meteringPointCredential, validUntil: '2099-01-01T00:00:00Z' })).toEqual([])
  })

  it.each([
    ['WVWZZZ1JZXW000001', { brandName: 'WVWZZZ1JZXW000001' }, 'brandName'],
    ['a VIN inside a DID', { id: 'did:web:oem.example:v:1hgcm82633a004352' }, 'id'],
    ['a VIN behind a hyphen', { energyManagementStrategyRef: 'vin-WVWZZZ1JZXW000001' }, 'energyManagementStrategyRef'],
  ])('%s is nowhere in it', (_, changes, path) =>
    expect(subjectProblems(vehicleCredential, changes)).toEqual(malformed(path)),
  )

  it('a VIN is not in its own members either, while digests and EVSE-IDs of that length are no VIN', () => {
    expect(problems({ ...vehicleCredential, name: 'Car WVWZZZ1JZXW000001' })).toEqual(['MALFORMED_VALUE_ERROR /name'])
    expect(subjectProblems(stationCredential, { evseId: 'DEGRNE12345678901' })).toEqual([])
    const vinCommitment = `abcd_WVWZZZ1JZXW000001-${'x'.repeat(20)}`
    expect(subjectProblems(vehicleCredential, { vinCommitment })).toEqual([])
  })

  it('has no member its type does not know', () => {
    for (const credential of sampleCredentials) {
      expect(subjectProblems(credential, { 'a/b~c': 1 })).toEqual(malformed('a~1b~0c'))
    }
  })

  it('has the subject of its type', () => {
    expect(subjectProblems(stationCredential, { type: 'MeteringPoint' })).toEqual(malformed('type'))
    expect(problems({ ...stationCredential, credentialSubject: [] })).toEqual([
      'MALFORMED_VALUE_ERROR /credentialSubject',
    ])
  })
})

describe('ChargingStationCredential', () => {
  it.each([
    ['no id', { id: undefined }, malformed('id')],
    ['no connector', { connectors: [] }, malformed('connectors')],
    ['a latitude beyond the pole', { coordinates: { latitude: 91, longitude: 3 } }, outOfRange('coordinates/latitude')],
    ['coordinates as text', { coordinates: { latitude: '51', longitude: 3 } }, malformed('coordinates/latitude')],
    ['half a watt', { maxElectricPower: 72_000.5 }, malformed('maxElectricPower')],
    ['no power', { maxElectricPower: 0 }, outOfRange('maxElectricPower')],
    ['a metering point with a wrong check digit', { meteringPoint: '541449000000000011' }, malformed('meteringPoint')],
    ['a metering point with spaces', { meteringPoint: '54144900000000001 0' }, malformed('meteringPoint')],
    ['an EVSE-ID that is none', { evseId: ['BE*ELM*E000001', 'BE*ELM*000001'] }, malformed('evseId/1')],
    ['an area that is a party', { areaEic: '22XEXAMPLEBRP-1Y' }, malformed('areaEic')],
    ['a meter that is no DID', { meterId: 'meter-1' }, malformed('meterId')],
    ['an unknown OCPP version', { ocppVersion: '3.0' }, malformed('ocppVersion')],
    ['another voltage level', { voltageLevel: 'HV' }, malformed('voltageLevel')],
    ['a supplier that is neither DID nor EIC', { accessPointSupplier: 'Supplier A' }, malformed('accessPointSupplier')],
  ])('with %s is refused', (_, changes, expected) =>
    expect(subjectProblems(stationCredential, changes)).toEqual(expected),
  )

  const [first, second] = stationCredential.credentialSubject.connectors
  it.each([
    ['two connectors of one name', [first, { ...second, connectorId: '1' }], malformed('connectors')],
    [
      'more power than the station',
      [{ ...first, maxElectricPower: 72_001, maxAmperage: undefined }],
      outOfRange('connectors/0/maxElectricPower'),
    ],
    [
      'more power than volts, amperes and phases',
      [{ ...first, maxElectricPower: 30_000 }],
      outOfRange('connectors/0/maxElectricPower'),
    ],
    ['another standard', [{ ...first, standard: 'IEC_62196_T9' }], malformed('connectors/0/standard')],
  ])('whose connectors have %s is refused', (_, connectors, expected) => {
    const { meterKeys: __, ...subject } = stationCredential.credentialSubject
    const tidy = JSON.parse(JSON.stringify(connectors)) as unknown
    expect(problems({ ...stationCredential, credentialSubject: { ...subject, connectors: tidy } })).toEqual(expected)
  })

  const { key } = createTestMeter('brainpoolP384r1')
  it.each([
    ['is another', { ...key, thumbprint: createTestMeter().key.thumbprint }, malformed('meterKeys/0/thumbprint')],
    [
      'is on no curve',
      { ...key, publicKeyHex: `${key.publicKeyHex.slice(0, -8)}00000000` },
      malformed('meterKeys/0/publicKeyHex'),
    ],
    ['is on another curve', { ...key, curve: 'secp384r1' }, malformed('meterKeys/0/publicKeyHex')],
    [
      'is in upper case',
      { ...key, publicKeyHex: `${key.publicKeyHex.slice(0, -1)}F` },
      malformed('meterKeys/0/publicKeyHex'),
    ],
    ['belongs to no connector', { ...key, connectorId: '9' }, malformed('meterKeys/0/connectorId')],
  ])('whose meter key %s is refused', (_, meterKey, expected) => {
    expect(subjectProblems(stationCredential, { meterKeys: [{ ...key, connectorId: '2' }] })).toEqual([])
    expect(subjectProblems(stationCredential, { meterKeys: [meterKey] })).toEqual(expected)
  })
})

describe('MeteringPointCredential', () => {
  it.each([
    ['a wrong check digit', { ean: '541449012000000001' }, malformed('ean')],
    ['no serial number', { meterSerial: '' }, malformed('meterSerial')],
    ['a thumbprint of another length', { meterKeyThumbprint: 'abc' }, malformed('meterKeyThumbprint')],
    ['neither head nor sub', { headOrSub: 'both' }, malformed('headOrSub')],
    ['a party as grid area', { gridAreaEic: '22XEXAMPLEBRP-1Y' }, malformed('gridAreaEic')],
    ['an area as operator', { dsoEic: '10YBE----------2' }, malformed('dsoEic')],
    ['a wrong check character', { brpEic: '22XEXAMPLEBRP-1X' }, malformed('brpEic')],
    ['a time without a party', { brpEic: undefined }, malformed('brpEic')],
    ['an end of responsibility before its start', { brpUntil: '2025-01-01T00:00:00Z' }, outOfRange('brpUntil')],
    ['a calibration that ends on no day', { calibrationUntil: '2033-02-30' }, malformed('calibrationUntil')],
  ])('with %s is refused', (_, changes, expected) => {
    expect(subjectProblems(meteringPointCredential, changes)).toEqual(expected)
  })
})

describe('VehicleTechnicalCredential', () => {
  it.each([
    ['an id that is no DID', { id: 'https://oem.example/1' }, malformed('id')],
    ['a capacity of zero', { usableEnergyCapacity: 0 }, outOfRange('usableEnergyCapacity')],
    ['a least power above the most', { minChargePower: 151 }, outOfRange('minChargePower')],
    ['a discharge power but no V2G', { v2gCapable: false }, malformed('maxDischargePower')],
    ['V2G but no discharge power', { maxDischargePower: undefined }, malformed('maxDischargePower')],
    ['none among the parts of ISO 15118', { iso15118: ['-2', 'none'] }, malformed('iso15118/1')],
    ['an unknown control type', { controlType: ['FRBC', 'XXXX'] }, malformed('controlType/1')],
    ['half a millisecond', { meteringInterval: 0.5 }, malformed('meteringInterval')],
    ['a negative latency', { commandLatency: -1 }, outOfRange('commandLatency')],
    ['another accuracy class', { meteringAccuracyClass: 'D' }, malformed('meteringAccuracyClass')],
    ['a VIN', { vin: 'WVWZZZ1JZXW000001' }, malformed('vin')],
    ['a year as text', { modelYear: '2026' }, malformed('modelYear')],
  ])('with %s is refused', (_, changes, expected) => {
    expect(subjectProblems(vehicleCredential, changes)).toEqual(expect.arrayContaining(expected))
  })

  it('speaks no part of ISO 15118 at all, or one', () => {
    expect(subjectProblems(vehicleCredential, { iso15118: 'none' })).toEqual([])
    expect(subjectProblems(vehicleCredential, { iso15118: '-20' })).toEqual([])
  })
})

describe('PrequalificationCredential', () => {
  it.each([
    ['FCR', 'A95', 'PT30S'],
    ['aFRR', 'A96', 'PT5M'],
    ['mFRR', 'A97', 'PT12M30S'],
  ])('%s is %s in CIM and fully activated after %s', (product, businessType, fullActivationTime) => {
    expect(subjectProblems(prequalificationCredential, { product, businessType, fullActivationTime })).toEqual([])
    const other = product === 'FCR' ? ['A96', 'PT5M'] : ['A95', 'PT30S']
    expect(
      subjectProblems(prequalificationCredential, { product, businessType: other[0], fullActivationTime }),
    ).toEqual(malformed('businessType'))
    expect(
      subjectProblems(prequalificationCredential, { product, businessType, fullActivationTime: other[1] }),
    ).toEqual(malformed('fullActivationTime'))
  })

  it.each([
    ['power in steps of less than 0.1 MW', { qualifiedPowerUp: 1.25 }, outOfRange('qualifiedPowerUp')],
    ['no power', { qualifiedPowerDown: 0 }, outOfRange('qualifiedPowerDown')],
    ['power downwards but direction up', { direction: 'up' }, malformed('qualifiedPowerDown')],
    ['direction both but power up only', { qualifiedPowerDown: undefined }, malformed('qualifiedPowerDown')],
    ['power upwards but direction down', { direction: 'down' }, malformed('qualifiedPowerUp')],
    ['a party as area', { areaEic: '22XEXAMPLEBSP-1T' }, malformed('areaEic')],
    ['another kind', { qualificationKind: 'approved' }, malformed('qualificationKind')],
    ['evidence that is no URI', { recognisedEvidence: ['test report'] }, malformed('recognisedEvidence/0')],
    [
      'the next assessment after five years',
      { nextReassessment: '2031-01-02T00:00:00Z' },
      outOfRange('nextReassessment'),
    ],
    [
      'the next assessment before the first',
      { nextReassessment: '2025-12-31T00:00:00Z' },
      outOfRange('nextReassessment'),
    ],
  ])('with %s is refused', (_, changes, expected) => {
    expect(subjectProblems(prequalificationCredential, changes)).toEqual(expected)
  })

  it('takes every step of 0.1 MW', () => {
    for (let tenths = 1; tenths <= 1_000; tenths++) {
      expect(subjectProblems(prequalificationCredential, { qualifiedPowerUp: tenths / 10 })).toEqual([])
    }
  })
})

describe('the JSON Schemas', () => {
  it.each(Object.keys(energySchemas) as EnergyCredentialType[])(
    '%s is the file in spec/schemas, under its URL',
    (type) => {
      expect(energySchemas[type].$id).toBe(energySchemaUrl(type))
      expect(specJson(`schemas/energy/${ENERGY_CREDENTIAL_TYPES[type].schemaName}.json`)).toEqual(energySchemas[type])
    },
  )

  it('every quantity says its unit', () => {
    const UNIT = /\b(W|kW|MW|kWh|V|A|s|ms|degrees|calendar year)\b/
    for (const [path, schema] of numbers(energySchemas)) expect(`${path}: ${schema.description}`).toMatch(UNIT)
  })
})

function numbers(value: unknown, path = ''): readonly (readonly [string, { readonly description?: string }])[] {
  if (typeof value !== 'object' || value === null) return []
  const { type } = value as { readonly type?: unknown }
  const own = type === 'number' || type === 'integer' ? [[path, value] as const] : []
  return [...own, ...Object.entries(value).flatMap(([name, member]) => numbers(member, `${path}/${name}`))]
}

it('a meter key of the register is what a station credential carries', () => {
  const [carried] = stationCredential.credentialSubject.meterKeys ?? []
  expect(carried).toEqual({ connectorId: '1', ...parseMeterKey(carried?.publicKeyHex ?? '') })
})
