/** A row of the benchmark: the same work done by own code, by the lower bound and, where there is one, by a peer. */
import type { Measured, Range, Timing } from './load-peers.ts'

/** One piece of work; `i` counts the calls. A promise is awaited, anything else is not. */
export type Work = (i: number) => unknown

/** Who is timed against whom. All do the same job on the same input. */
export interface Contestants {
  readonly own: Work
  /** What Node itself needs: the bound nobody gets below. */
  readonly floor: Work
  readonly peer?: Work
}

/** A row before it is timed. */
export interface Row {
  /** `<package>/<suite>/<operation>`. */
  readonly name: string
  /** Sets the contestants up; throws unless they prove to do the same work. */
  prepare(): Promise<Contestants>
}

/** A row as reported: microseconds per operation; `toFloor` = own/floor, `toPeer` = peer/own. */
export interface Result {
  readonly name: string
  readonly own: number
  readonly floor: number
  readonly peer?: number
  readonly toFloor: number
  readonly toPeer?: number
}

/** A result and how far its ratios moved between windows. */
export interface TimedRow {
  readonly result: Result
  readonly toFloor: Range
  readonly toPeer?: Range
}

/** Length of a window; each contestant has seven, in rotating order. */
const WINDOW_MS = 110

/** Before them, so that all code is compiled when the first one starts. */
const WARM_MS = 300

/** Times a row: interleaved windows in one process, medians; ratios are taken window by window. */
export async function timeRow(row: Row, timing: Timing): Promise<TimedRow> {
  const contestants = await row.prepare()
  const measured = await timing.measure({ ...contestants }, { windows: 7, windowMs: WINDOW_MS, warmMs: WARM_MS })
  return compare(row.name, measured, timing)
}

/** Makes a row of what was measured. */
export function compare(name: string, measured: Readonly<Record<string, Measured>>, { ratio }: Timing): TimedRow {
  const { own, floor, peer } = measured
  if (own === undefined || floor === undefined) throw new Error(`${name} was not measured`)
  const toFloor = ratio(own, floor)
  const us = { name, own: round(own.us), floor: round(floor.us) }
  if (peer === undefined) return { result: { ...us, toFloor: round(toFloor.median) }, toFloor }
  const toPeer = ratio(peer, own)
  const ratios = { toFloor: round(toFloor.median), toPeer: round(toPeer.median) }
  return { result: { ...us, peer: round(peer.us), ...ratios }, toFloor, toPeer }
}

/** Four significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(4))
}
