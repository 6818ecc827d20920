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
  const year = Number(parts[1])
  const month = Number(parts[2])
  const day = Number(parts[3])
  const hour = Number(parts[4])
  const minute = Number(parts[5])
  const second = Number(parts[6])
  const fraction = parts[7] === undefined ? 0 : Number(`0.${parts[7]}`) * 1000
  const endOfDay = hour === 24 && minute === 0 && second === 0 && fraction === 0
  if ((hour > 23 && !endOfDay) || minute > 59 || second > 59) return undefined
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined
  const offset = offsetMinutes(parts[8] ?? 'Z')
  if (offset === undefined) return undefined
  return midnight(year, month, day) + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction
}

function daysOf(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** `Date.UTC` takes years below 100 for years of the twentieth century; the calendar repeats itself after 400 years. */
function midnight(year: number, month: number, day: number): number {
  return year < 100 ? Date.UTC(year + 400, month - 1, day) - MS_PER_400_YEARS : Date.UTC(year, month - 1, day)
}

const MS_PER_400_YEARS = 146_097 * 86_400_000

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(4, 6))
  if (hours * 60 + minutes > 14 * 60 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}
