/** Points in time as credentials write them (XML Schema 1.1 Part 2 §3.3.7 and §3.4.28). */

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/

/**
 * Milliseconds since 1970 of an `xsd:dateTimeStamp`, or undefined if the text is not one (no zone, no such day, …).
 *
 * Leap seconds have no such number and are refused; `24:00:00` is the next day's midnight, as XML Schema has it.
 */
export function parseDateTimeStamp(text: string): number | undefined {
  const parts = DATE_TIME.exec(text)
  return parts?.[8] === undefined ? undefined : toMilliseconds(parts)
}

/** As {@link parseDateTimeStamp} for an `xsd:dateTime`, whose zone may be absent: then it is read as UTC. */
export function parseDateTime(text: string): number | undefined {
  const parts = DATE_TIME.exec(text)
  return parts === null ? undefined : toMilliseconds(parts)
}

/** `xsd:dateTimeStamp` in UTC with whole seconds, the form this project writes. */
export function formatDateTimeStamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

function toMilliseconds(parts: RegExpExecArray): number | undefined {
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const fraction = Number(`0.${parts[7] ?? '0'}`) * 1000
  const endOfDay = hour === 24 && minute === 0 && second === 0 && fraction === 0
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return undefined
  const midnight = new Date(Date.UTC(year, month - 1, day))
  midnight.setUTCFullYear(year, month - 1, day)
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined
  const offset = offsetMinutes(parts[8] ?? 'Z')
  if (offset === undefined) return undefined
  return midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (hours * 60 + minutes > 14 * 60 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}
