/** One valid credential of each type, all of them fictional. */
import {
  createChargingStationCredential,
  createMeteringPointCredential,
  createPrequalificationCredential,
  createVehicleTechnicalCredential,
  type EnergyCredential,
  parseMeterKey,
} from '../../src/index.ts'

const VALID_FROM = new Date('2026-01-01T00:00:00Z')
/** First key of the register sample, on secp192r1. */
const PUBLISHED_KEY = 'b100be04ba1441e8f790b2ebcd7355d04552a3f4eb804951861d1a17a50a3d37b1631d447f7f73b86bd7ef2681428317'

/** Every optional field is there. */
export const stationCredential = createChargingStationCredential({
  id: 'urn:uuid:3e671c46-0000-4000-8000-000000000001',
  issuer: { id: 'did:web:cpo.example', name: 'Example CPO' },
  validFrom: VALID_FROM,
  credentialStatus: {
    id: 'https://cpo.example/status/1#94567',
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '94567',
    statusListCredential: 'https://cpo.example/status/1',
  },
  subject: {
    id: 'did:web:cpo.example:evse:BEELME000001',
    evseId: 'BE*ELM*E000001',
    locationId: 'LOC1',
    coordinates: { latitude: 51.047599, longitude: 3.729944 },
    connectors: [
      {
        connectorId: '1',
        standard: 'IEC_62196_T2',
        format: 'SOCKET',
        powerType: 'AC_3_PHASE',
        maxVoltage: 230,
        maxAmperage: 32,
        maxElectricPower: 22_000,
      },
      { connectorId: '2', standard: 'IEC_62196_T2_COMBO', format: 'CABLE', powerType: 'DC', maxElectricPower: 50_000 },
    ],
    maxElectricPower: 72_000,
    meteringPoint: '541449000000000010',
    meterId: 'did:jwk:eyJrdHkiOiJFQyJ9',
    meterKeys: [{ connectorId: '1', ...parseMeterKey(PUBLISHED_KEY) }],
    ocppVersion: '2.0.1',
    areaEic: '10YBE----------2',
    voltageLevel: 'LV',
    accessPointSupplier: '22XEXAMPLESUP-1S',
  },
})

/** Every optional field is there. */
export const meteringPointCredential = createMeteringPointCredential({
  issuer: 'did:web:dso.example',
  validFrom: VALID_FROM,
  subject: {
    id: 'did:jwk:eyJrdHkiOiJFQyJ9',
    ean: '541449000000000010',
    meterSerial: '1EBZ0300034628',
    meterKeyThumbprint: parseMeterKey(PUBLISHED_KEY).thumbprint,
    headOrSub: 'head',
    dsoEic: '22XEXAMPLESUP-1S',
    gridAreaEic: '10YBE----------2',
    brpEic: '22XEXAMPLEBRP-1Y',
    brpFrom: '2026-01-01T00:00:00Z',
    brpUntil: '2027-01-01T00:00:00+01:00',
    calibrationUntil: '2033-12-31',
  },
})

/** Every optional field is there. */
export const vehicleCredential = createVehicleTechnicalCredential({
  issuer: 'did:web:oem.example',
  validFrom: VALID_FROM,
  subject: {
    id: 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    typeApproval: 'e1*2018/858*00123*04',
    brandName: 'Example',
    modelName: 'One',
    modelYear: 2026,
    hardwareRevision: 'H2',
    softwareVersion: '4.1.0',
    usableEnergyCapacity: 77.4,
    maxAcChargePower: 11,
    maxDcChargePower: 150,
    minChargePower: 1.4,
    v2gCapable: true,
    maxDischargePower: 10,
    connector: ['IEC_62196_T2', 'IEC_62196_T2_COMBO'],
    iso15118: ['-2', '-20'],
    commandLatency: 1.5,
    rampTime0to100: 4,
    controlType: 'FRBC',
    meteringInterval: 2_000,
    meteringAccuracyClass: 'B',
    batteryPassportId: 'https://passport.example/b/1',
    energyManagementStrategyRef: 'EMS-2026-7',
    conformsToType: 'urn:uuid:3e671c46-0000-4000-8000-000000000002',
    vinCommitment: 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0',
  },
})

/** Every optional field is there. */
export const prequalificationCredential = createPrequalificationCredential({
  issuer: 'did:web:tso-be.example',
  validFrom: VALID_FROM,
  validUntil: new Date('2031-01-01T00:00:00Z'),
  subject: {
    id: 'urn:uuid:3e671c46-0000-4000-8000-000000000003',
    product: 'FCR',
    businessType: 'A95',
    direction: 'both',
    qualifiedPowerUp: 1.2,
    qualifiedPowerDown: 1.2,
    fullActivationTime: 'PT30S',
    areaEic: '10YBE----------2',
    bspEic: '22XEXAMPLEBSP-1T',
    ruleSetId: 'illustrative/fcr/1',
    qualificationKind: 'prequalified',
    conditions: ['Baseline is declared a day ahead.'],
    recognisedEvidence: ['urn:uuid:3e671c46-0000-4000-8000-000000000004'],
    nextReassessment: '2030-06-01T00:00:00Z',
  },
})

/** All of them. */
export const sampleCredentials: readonly EnergyCredential[] = [
  stationCredential,
  meteringPointCredential,
  vehicleCredential,
  prequalificationCredential,
]
