/** Texts that are decimal numbers: the only ones that may stand for an `xsd:double`. */

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

/** Whether a text is a decimal number that a double can hold. */
export function isDecimal(text: string): boolean {
  return DECIMAL.test(text) && Number.isFinite(Number(text))
}
