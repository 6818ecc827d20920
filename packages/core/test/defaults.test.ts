import { systemClock, systemRandomBytes } from '@energy-ssi/core'
import { describe, expect, it } from 'vitest'

describe('systemRandomBytes', () => {
  it('hands out bytes of its own each time, across the refilling of its pool', () => {
    const seen = new Set(Array.from({ length: 2_000 }, () => systemRandomBytes(16).join()))
    expect(seen.size).toBe(2_000)
  })

  it.each([0, 1, 255, 256, 257, 4_096, 65_536])('hands out %i bytes, not all of them zero', (length) => {
    const bytes = systemRandomBytes(length)
    expect(bytes).toHaveLength(length)
    if (length > 32) expect(bytes.some((byte) => byte !== 0)).toBe(true)
  })

  it('is evenly spread', () => {
    const counts = new Array<number>(256).fill(0)
    for (let i = 0; i < 4_000; i++) for (const byte of systemRandomBytes(32)) counts[byte] = (counts[byte] ?? 0) + 1
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(200)
  })
})

describe('systemClock', () => {
  it('goes forward', () => {
    expect(systemClock().getTime()).toBeGreaterThan(Date.UTC(2024, 0, 1))
  })
})
