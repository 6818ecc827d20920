/** Turns: at most so many tasks of one key run at once, the others wait in the order they came. */

/** Runs a task when it is its turn among those of the same key. */
export type RunInTurn = <T>(key: string, task: () => Promise<T>) => Promise<T>

/** Creates turns for `max` tasks at a time and key; keys without tasks take no memory. */
export function limitPerKey(max: number): RunInTurn {
  const running = new Map<string, { count: number; readonly waiting: (() => void)[] }>()

  return async (key, task) => {
    const turns = running.get(key) ?? { count: 0, waiting: [] }
    running.set(key, turns)
    // Who wakes a waiter passes its own turn on, so the count stays as it is.
    if (turns.count >= max) await new Promise<void>((go) => turns.waiting.push(go))
    else turns.count++
    try {
      return await task()
    } finally {
      const next = turns.waiting.shift()
      if (next !== undefined) next()
      else if (--turns.count === 0) running.delete(key)
    }
  }
}
