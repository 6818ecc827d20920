/** The subject of a ChargingStationCredential: what a charge point operator vouches for. */
import type { MeterCurve } from '../meter/meter-curves.ts'
import type { ConnectorStandard, PowerType } from '../register/plug-types.ts'

/** A charging station. */
export interface ChargingStation {
  /** DID of the station, or another URI. */
  readonly id: string
  readonly type: 'ChargingStation'
  /** EVSE-ID of every charging point the credential covers, upper case. */
  readonly evseId?: string | readonly string[]
  /** OCPI location id, at most 36 characters. */
  readonly locationId?: string
  /** Decimal degrees, WGS 84. */
  readonly coordinates: { readonly latitude: number; readonly longitude: number }
  readonly connectors: readonly [Connector, ...Connector[]]
  /** Most power of the whole station, in W. */
  readonly maxElectricPower: number
  /** EAN-18 / GSRN of the metering point the station is connected to. */
  readonly meteringPoint?: string
  /** DID of the meter, or of each; did:jwk or did:key of its calibrated key. */
  readonly meterId?: string | readonly string[]
  /** Meter keys as published, for the curves that have no JWK and so no such DID. */
  readonly meterKeys?: readonly [PublishedMeterKey, ...PublishedMeterKey[]]
  readonly ocppVersion?: '1.5' | '1.6' | '2.0.1' | '2.1'
  /** EIC of the control area (type Y). */
  readonly areaEic?: string
  /** Low or medium voltage. */
  readonly voltageLevel?: 'LV' | 'MV'
  /** Supplier of the access point: DID, or EIC of the party (type X). */
  readonly accessPointSupplier?: string
}

/** A connector of the station. */
export interface Connector {
  /** Unique in the station. */
  readonly connectorId: string
  /** OCPI ConnectorType. */
  readonly standard: ConnectorStandard
  readonly format?: 'SOCKET' | 'CABLE'
  readonly powerType: PowerType
  /** V; line to neutral for AC_3_PHASE. */
  readonly maxVoltage?: number
  /** A, per phase. */
  readonly maxAmperage?: number
  /** W. */
  readonly maxElectricPower: number
}

/** A meter's public key as its operator published it. */
export interface PublishedMeterKey {
  /** The connector the meter measures, if it is one. */
  readonly connectorId?: string
  /** X ‖ Y, lower-case hexadecimal. */
  readonly publicKeyHex: string
  readonly curve: MeterCurve
  /** base64url of the SHA-256 of the bytes X ‖ Y. */
  readonly thumbprint: string
}
