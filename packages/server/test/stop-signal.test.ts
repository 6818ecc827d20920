import { expect, test } from 'vitest'
import { firstStopSignal } from '../src/stop-signal.ts'

test('the first signal stops, its repetition does nothing, a later one ends the process at once', async () => {
  let signal: () => void = () => undefined
  let timePasses: () => void = () => undefined
  const exits: number[] = []
  const stopped = firstStopSignal(
    {
      onStopSignal: (stop) => {
        signal = stop
      },
      exit: (code) => {
        exits.push(code)
      },
    },
    (callback) => {
      timePasses = callback
    },
  )
  signal()
  await stopped
  signal()
  expect(exits).toEqual([])
  timePasses()
  signal()
  expect(exits).toEqual([1])
})
