/** When to stop, and when to stop waiting. */

/** How a process is told to stop. */
export interface StopSignals {
  /** Calls back every time the process is told to stop. */
  readonly onStopSignal: (stop: () => void) => void
  /** Ends the process at once. */
  readonly exit: (code: number) => void
}

/** npm passes a Ctrl-C on to a child that the terminal has told already: signals this close to the first are one. */
const SAME_SIGNAL_MS = 1_000

/**
 * Resolves at the first stop signal. A later one, unless it is the same one passed on, ends the process at once.
 * @param later - calls back after some milliseconds
 */
export function firstStopSignal(
  { onStopSignal, exit }: StopSignals,
  later: (callback: () => void, ms: number) => void,
): Promise<void> {
  return new Promise((resolve) => {
    let state: 'running' | 'told' | 'stopping' = 'running'
    onStopSignal(() => {
      if (state === 'stopping') exit(1)
      if (state !== 'running') return
      state = 'told'
      later(() => {
        state = 'stopping'
      }, SAME_SIGNAL_MS)
      resolve()
    })
  })
}
