/** The JSON-LD context of the energy credentials: one IRI per term, named like it; where there is a unit, the IRI ends in it. */

/** URL of {@link energyContext}, the second entry of `@context` after VCDM 2.0. */
export const ENERGY_CONTEXT_URL = 'https://w3id.org/energy-ssi/v1'

const VOCABULARY = 'https://w3id.org/energy-ssi/vocab#'
const XSD = 'http://www.w3.org/2001/XMLSchema#'

type Definition = string | { readonly '@id': string; readonly '@type'?: string; readonly '@context'?: object }

const own = (name: string): string => VOCABULARY + name
const typed = (name: string, type: string): Definition => ({ '@id': own(name), '@type': XSD + type })
const link = (name: string): Definition => ({ '@id': own(name), '@type': '@id' })

/** A class whose terms hold inside its own nodes only. */
function nodeType(name: string, terms: Readonly<Record<string, Definition>>): Definition {
  return { '@id': own(name), '@context': { '@protected': true, id: '@id', type: '@type', ...terms } }
}

/** A property whose value is a node without a type. */
function structure(name: string, terms: Readonly<Record<string, Definition>>): Definition {
  return { '@id': own(name), '@context': { '@protected': true, ...terms } }
}

const chargingStation = nodeType('ChargingStation', {
  evseId: own('evseId'),
  locationId: own('locationId'),
  coordinates: structure('coordinates', {
    latitude: typed('latitudeDegrees', 'double'),
    longitude: typed('longitudeDegrees', 'double'),
  }),
  connectors: structure('connectors', {
    connectorId: own('connectorId'),
    standard: own('standard'),
    format: own('format'),
    powerType: own('powerType'),
    maxVoltage: typed('maxVoltageVolts', 'integer'),
    maxAmperage: typed('maxAmperageAmperes', 'integer'),
    maxElectricPower: typed('maxElectricPowerWatts', 'integer'),
  }),
  maxElectricPower: typed('maxElectricPowerWatts', 'integer'),
  meteringPoint: own('meteringPoint'),
  meterId: link('meterId'),
  meterKeys: structure('meterKeys', {
    connectorId: own('connectorId'),
    publicKeyHex: own('publicKeyHex'),
    curve: own('curve'),
    thumbprint: own('thumbprint'),
  }),
  ocppVersion: own('ocppVersion'),
  areaEic: own('areaEic'),
  voltageLevel: own('voltageLevel'),
  accessPointSupplier: own('accessPointSupplier'),
})

const meteringPoint = nodeType('MeteringPoint', {
  ean: own('ean'),
  meterSerial: own('meterSerial'),
  meterKeyThumbprint: own('meterKeyThumbprint'),
  headOrSub: own('headOrSub'),
  dsoEic: own('dsoEic'),
  gridAreaEic: own('gridAreaEic'),
  brpEic: own('brpEic'),
  brpFrom: typed('brpFrom', 'dateTime'),
  brpUntil: typed('brpUntil', 'dateTime'),
  calibrationUntil: typed('calibrationUntil', 'date'),
})

const electricVehicle = nodeType('ElectricVehicle', {
  typeApproval: own('typeApproval'),
  brandName: own('brandName'),
  modelName: own('modelName'),
  modelYear: typed('modelYear', 'gYear'),
  hardwareRevision: own('hardwareRevision'),
  softwareVersion: own('softwareVersion'),
  usableEnergyCapacity: typed('usableEnergyCapacityKilowattHours', 'double'),
  maxAcChargePower: typed('maxAcChargePowerKilowatts', 'double'),
  maxDcChargePower: typed('maxDcChargePowerKilowatts', 'double'),
  minChargePower: typed('minChargePowerKilowatts', 'double'),
  v2gCapable: typed('v2gCapable', 'boolean'),
  maxDischargePower: typed('maxDischargePowerKilowatts', 'double'),
  connector: own('connector'),
  iso15118: own('iso15118'),
  commandLatency: typed('commandLatencySeconds', 'double'),
  rampTime0to100: typed('rampTime0to100Seconds', 'double'),
  controlType: own('controlType'),
  meteringInterval: typed('meteringIntervalMilliseconds', 'integer'),
  meteringAccuracyClass: own('meteringAccuracyClass'),
  batteryPassportId: link('batteryPassportId'),
  energyManagementStrategyRef: own('energyManagementStrategyRef'),
  conformsToType: link('conformsToType'),
  vinCommitment: own('vinCommitment'),
})

const flexibilityPool = nodeType('FlexibilityPool', {
  product: own('product'),
  businessType: own('businessType'),
  direction: own('direction'),
  qualifiedPowerUp: typed('qualifiedPowerUpMegawatts', 'double'),
  qualifiedPowerDown: typed('qualifiedPowerDownMegawatts', 'double'),
  fullActivationTime: typed('fullActivationTime', 'duration'),
  areaEic: own('areaEic'),
  bspEic: own('bspEic'),
  ruleSetId: own('ruleSetId'),
  qualificationKind: own('qualificationKind'),
  conditions: own('conditions'),
  recognisedEvidence: link('recognisedEvidence'),
  nextReassessment: typed('nextReassessment', 'dateTime'),
})

/**
 * The context document. Every term is protected, nothing is mapped by default: an undefined term fails in safe mode.
 * @see https://www.w3.org/TR/json-ld11/
 */
export const energyContext = {
  '@context': {
    '@version': 1.1,
    '@protected': true,
    ChargingStationCredential: own('ChargingStationCredential'),
    MeteringPointCredential: own('MeteringPointCredential'),
    VehicleTechnicalCredential: own('VehicleTechnicalCredential'),
    PrequalificationCredential: own('PrequalificationCredential'),
    ChargingStation: chargingStation,
    MeteringPoint: meteringPoint,
    ElectricVehicle: electricVehicle,
    FlexibilityPool: flexibilityPool,
  },
} as const
