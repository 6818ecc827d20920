/** From a row of the station register to the subject of a credential. */
import type { StationConnector, StationRow } from '../register/station-row.ts'
import type { ChargingStation, Connector, PublishedMeterKey } from './charging-station.ts'

/**
 * The charging station a row describes, under the id given.
 *
 * Every plug becomes a connector (`1`, or `1.1` and `1.2` where a charging point has several); meter keys are carried as
 * they were published. What the register does not know (metering point, area, OCPP version) is left out.
 */
export function chargingStationOf(row: StationRow, id: string): Omit<ChargingStation, 'type'> {
  const [first, ...others] = row.connectors.flatMap((connector) => connectorsOf(connector, row.connectionPowerWatts))
  const [firstKey, ...otherKeys] = row.connectors.flatMap(meterKeyOf)
  const evseIds = [...new Set(row.connectors.flatMap(({ evseId }) => (evseId === undefined ? [] : [evseId])))]
  return {
    id,
    ...(evseIds.length > 0 && { evseId: evseIds }),
    coordinates: row.coordinates,
    connectors: [first as Connector, ...others],
    maxElectricPower: row.connectionPowerWatts,
    ...(firstKey !== undefined && { meterKeys: [firstKey, ...otherKeys] as const }),
  }
}

/** A plug gives what its kind allows at most; the register tolerates a rounded connector above its station. */
function connectorsOf({ number, plugs, maxPowerWatts }: StationConnector, stationWatts: number): readonly Connector[] {
  return plugs.map(({ standard, format, powerType, maxWatts }, i) => ({
    connectorId: plugs.length === 1 ? String(number) : `${number}.${i + 1}`,
    standard,
    format,
    powerType,
    maxElectricPower: Math.min(maxPowerWatts, maxWatts, stationWatts),
  }))
}

/** A point with several plugs still has one meter; its key names the point's connector only where there is one plug. */
function meterKeyOf({ number, plugs, meterKey }: StationConnector): readonly PublishedMeterKey[] {
  if (meterKey === undefined) return []
  return [{ ...(plugs.length === 1 && { connectorId: String(number) }), ...meterKey }]
}
