/** The credential that the documentation and the front page issue: a charging station of an operator. */
import { ENERGY_CONTEXT_URL } from '@energy-ssi/energy'

/** Unsigned, without an id and an issuer. */
export const EXAMPLE_CREDENTIAL = Object.freeze({
  '@context': ['https://www.w3.org/ns/credentials/v2', ENERGY_CONTEXT_URL],
  type: ['VerifiableCredential', 'ChargingStationCredential'],
  credentialSubject: {
    type: 'ChargingStation',
    evseId: 'DE*ABC*E1234',
    coordinates: { latitude: 52.52, longitude: 13.405 },
    connectors: [{ connectorId: '1', standard: 'IEC_62196_T2_COMBO', powerType: 'DC', maxElectricPower: 150_000 }],
    maxElectricPower: 150_000,
  },
})
