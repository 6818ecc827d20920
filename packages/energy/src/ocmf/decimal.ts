/** Exact decimals: register values are compared and subtracted as the meter wrote them, never as floating point. */

/** The number `digits` · 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

const NUMBER = /^(-?)(\d{1,18})(?:\.(\d{1,12}))?(?:[eE]([+-]?\d{1,2}))?$/

/** Reads a number of at most 18 digits before and 12 after the point; undefined for anything else. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = NUMBER.exec(text)
  if (match === null) return undefined
  const [, sign, whole, fraction = '', exponent = '0'] = match
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(`${sign}${whole}${fraction}`)
  if (Math.abs(scale) > 18) return undefined
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale }
}

/** `value` · 10^`places`. */
export function shift(value: Decimal, places: number): Decimal {
  const scale = value.scale - places
  return scale < 0 ? { digits: value.digits * 10n ** BigInt(-scale), scale: 0 } : { digits: value.digits, scale }
}

/** `a` − `b`. */
export function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return { digits: widen(a, scale) - widen(b, scale), scale }
}

/** The largest whole number that is not above the value. */
export function floor({ digits, scale }: Decimal): bigint {
  const unit = 10n ** BigInt(scale)
  const quotient = digits / unit
  return digits < 0n && quotient * unit !== digits ? quotient - 1n : quotient
}

function widen(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale)
}
