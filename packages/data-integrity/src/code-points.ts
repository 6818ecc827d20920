/** Code point order of strings, where JavaScript's own order (UTF-16 code units) differs from it. */

/** Whether a text holds characters on both sides of the one place where the two orders differ. */
export function hasBothOrders(text: string): boolean {
  return /[\ud800-\udfff]/.test(text) && /[\ue000-\uffff]/.test(text)
}

/** Compares by code point, for `Array.prototype.sort`. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return rank(left) - rank(right)
  }
  return a.length - b.length
}

/** Surrogates encode the highest code points, so they rank above every other code unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
