/** What all energy credentials have in common: names, the envelope of VCDM 2.0, and how one is built. */
import { formatDateTimeStamp } from '@energy-ssi/core'
import type { ChargingStation } from './charging-station.ts'
import type { ElectricVehicle } from './electric-vehicle.ts'
import { ENERGY_CONTEXT_URL } from './energy-context.ts'
import type { FlexibilityPool } from './flexibility-pool.ts'
import type { MeteringPoint } from './metering-point.ts'

/** URL of the context of VCDM 2.0. */
export const CREDENTIALS_CONTEXT_URL = 'https://www.w3.org/ns/credentials/v2'

/** Subjects by credential type. */
export interface EnergySubjects {
  readonly ChargingStationCredential: ChargingStation
  readonly MeteringPointCredential: MeteringPoint
  readonly VehicleTechnicalCredential: ElectricVehicle
  readonly PrequalificationCredential: FlexibilityPool
}

/** Type of an energy credential. */
export type EnergyCredentialType = keyof EnergySubjects

/** What a credential of each type is about, and where its schema is. */
export const ENERGY_CREDENTIAL_TYPES = {
  ChargingStationCredential: { subjectType: 'ChargingStation', schemaName: 'charging-station' },
  MeteringPointCredential: { subjectType: 'MeteringPoint', schemaName: 'metering-point' },
  VehicleTechnicalCredential: { subjectType: 'ElectricVehicle', schemaName: 'vehicle-technical' },
  PrequalificationCredential: { subjectType: 'FlexibilityPool', schemaName: 'prequalification' },
} as const

/** URL of the JSON Schema of a type, the `credentialSchema.id` of its credentials. */
export function energySchemaUrl(type: EnergyCredentialType): string {
  return `https://w3id.org/energy-ssi/schemas/v1/${ENERGY_CREDENTIAL_TYPES[type].schemaName}.json`
}

/** An unsigned energy credential (VCDM 2.0). */
export interface EnergyCredential<Type extends EnergyCredentialType = EnergyCredentialType> {
  readonly '@context': readonly [typeof CREDENTIALS_CONTEXT_URL, typeof ENERGY_CONTEXT_URL]
  readonly id?: string
  readonly type: readonly ['VerifiableCredential', Type]
  readonly issuer: string | { readonly id: string; readonly name?: string }
  /** `xsd:dateTimeStamp`. */
  readonly validFrom: string
  /** `xsd:dateTimeStamp`. */
  readonly validUntil?: string
  readonly credentialStatus?: CredentialStatus | readonly CredentialStatus[]
  readonly credentialSchema: { readonly id: string; readonly type: 'JsonSchema' }
  readonly credentialSubject: EnergySubjects[Type]
}

/** A status entry, as a status list service hands it out. */
export type CredentialStatus = Readonly<Record<string, unknown>>

/** What a builder needs besides what the type fixes. */
export interface EnergyCredentialParts<Type extends EnergyCredentialType> {
  readonly id?: string
  /** DID of the issuer, or an object with it; services that issue under their own DID replace it. */
  readonly issuer: string | { readonly id: string; readonly name?: string }
  readonly validFrom: Date
  readonly validUntil?: Date
  readonly credentialStatus?: CredentialStatus | readonly CredentialStatus[]
  readonly subject: Omit<EnergySubjects[Type], 'type'>
}

/** Puts the parts together, without looking at them. */
export function assembleCredential<Type extends EnergyCredentialType>(
  type: Type,
  parts: Omit<EnergyCredentialParts<Type>, 'subject'>,
  credentialSubject: EnergySubjects[Type],
): EnergyCredential<Type> {
  const { id, issuer, validFrom, validUntil, credentialStatus } = parts
  return {
    '@context': [CREDENTIALS_CONTEXT_URL, ENERGY_CONTEXT_URL],
    ...(id !== undefined && { id }),
    type: ['VerifiableCredential', type],
    issuer,
    validFrom: formatDateTimeStamp(validFrom),
    ...(validUntil !== undefined && { validUntil: formatDateTimeStamp(validUntil) }),
    ...(credentialStatus !== undefined && { credentialStatus }),
    credentialSchema: { id: energySchemaUrl(type), type: 'JsonSchema' },
    credentialSubject,
  }
}

/** The point in time a number of calendar years later (XML Schema 1.1 Part 2 §E.3.3: the day is cut to the month's last). */
export function addYears(date: Date, years: number): Date {
  const later = new Date(date)
  later.setUTCFullYear(date.getUTCFullYear() + years)
  if (later.getUTCMonth() !== date.getUTCMonth()) later.setUTCDate(0)
  return later
}
