/** A cache that forgets the long unused, in constant time and bounded memory. */

/** Remembers values by a text. */
export interface BoundedCache<V> {
  get(key: string): V | undefined
  set(key: string, value: V): void
  delete(key: string): void
}

/**
 * Creates a cache of at most `2 × generationSize` values. A value that was used since the last turn of generations
 * survives the next one.
 */
export function createBoundedCache<V>(generationSize: number): BoundedCache<V> {
  let young = new Map<string, V>()
  let old = new Map<string, V>()
  function set(key: string, value: V): void {
    if (young.size >= generationSize) {
      old = young
      young = new Map()
    }
    young.set(key, value)
  }
  return Object.freeze({
    set,
    get(key: string): V | undefined {
      const value = young.get(key)
      if (value !== undefined) return value
      const aged = old.get(key)
      if (aged !== undefined) set(key, aged)
      return aged
    },
    delete(key: string): void {
      young.delete(key)
      old.delete(key)
    },
  })
}
