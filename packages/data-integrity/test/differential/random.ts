/** Chance that can be repeated: the same seed makes the same documents. */

/** A source of chance. */
export interface Random {
  /** A whole number from 0 to `limit - 1`. */
  readonly below: (limit: number) => number
  /** True in one of `n` cases. */
  readonly oneIn: (n: number) => boolean
  /** One of the items. */
  readonly pick: <T>(items: readonly T[]) => T
  /** A copy in another order. */
  readonly shuffle: <T>(items: readonly T[]) => T[]
}

/** Mulberry32 from a seed of 32 bits. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
  const shuffle = <T>(items: readonly T[]): T[] => {
    const rest = [...items]
    return items.map(() => rest.splice(below(rest.length), 1)[0] as T)
  }
  return { below, oneIn: (n) => below(n) === 0, pick, shuffle }
}
