/** The subject of a VehicleTechnicalCredential: what a vehicle's manufacturer vouches for. Never a VIN, never an owner. */
import type { ConnectorStandard } from '../register/plug-types.ts'

/** Control types of S2 (EN 50491-12-2). */
export type ControlType = 'FRBC' | 'PEBC' | 'PPBC' | 'OMBC' | 'DDBC'

/** Technical data of one vehicle. */
export interface ElectricVehicle {
  /** DID of the vehicle. */
  readonly id: string
  readonly type: 'ElectricVehicle'
  /** Number of the whole vehicle type approval. */
  readonly typeApproval?: string
  readonly brandName: string
  readonly modelName: string
  /** Calendar year. */
  readonly modelYear?: number
  readonly hardwareRevision?: string
  readonly softwareVersion?: string
  /** kWh. */
  readonly usableEnergyCapacity: number
  /** kW. */
  readonly maxAcChargePower: number
  /** kW. */
  readonly maxDcChargePower?: number
  /** kW. */
  readonly minChargePower?: number
  readonly v2gCapable: boolean
  /** kW; there exactly when the vehicle is V2G capable. */
  readonly maxDischargePower?: number
  /** OCPI ConnectorType of the inlet, or of each. */
  readonly connector: ConnectorStandard | readonly ConnectorStandard[]
  /** Part of ISO 15118 the vehicle speaks, or each; `none` alone. */
  readonly iso15118?: '-2' | '-20' | 'none' | readonly ('-2' | '-20')[]
  /** s, from command to first reaction. */
  readonly commandLatency?: number
  /** s, from no power to full power. */
  readonly rampTime0to100?: number
  readonly controlType?: ControlType | readonly ControlType[]
  /** ms between two measurements. */
  readonly meteringInterval?: number
  /** MID class: A is 2 %, B 1 %, C 0.5 %. */
  readonly meteringAccuracyClass?: 'A' | 'B' | 'C'
  /** URL of the battery passport. */
  readonly batteryPassportId?: string
  readonly energyManagementStrategyRef?: string
  /** Id of the VehicleTypeCredential the vehicle conforms to. */
  readonly conformsToType?: string
  /** base64url of the SHA-256 of salt ‖ VIN; the owner keeps the salt. */
  readonly vinCommitment?: string
}
