import { describe, expect, it } from 'vitest'
import { createMemoryKeyStore, type KeyService, type KeyStore, type KeyVersion } from '../src/index.ts'
import { codeOf, codeOfPromise, KEY_ID, MESSAGE, open, verifies } from './support.ts'

const RACERS = 32

describe('many processes on one store', () => {
  it('of racing generations of one key exactly one succeeds, and all sign with it', async () => {
    const store = createMemoryKeyStore()
    const services = Array.from({ length: RACERS }, () => open({ store: slow(store) }))
    const codes = await Promise.all(services.map((service) => codeOfPromise(service.generate('issuer', 'EdDSA'))))
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1)
    expect(codes.filter((code) => code === 'key_exists')).toHaveLength(RACERS - 1)
    const [created, ...others] = await (services[0] as KeyService).versions('issuer')
    expect(others).toEqual([])
    for (const service of services) {
      expect(verifies(created as KeyVersion, (await service.signer('issuer', KEY_ID)).sign(MESSAGE))).toBe(true)
    }
  })

  it('racing first writers of the data key end with the same one', async () => {
    const store = createMemoryKeyStore()
    const services = Array.from({ length: RACERS }, () => open({ store: slow(store) }))
    const wrapped = await Promise.all(services.map((service, i) => service.wrap('record', Uint8Array.of(i))))
    const reader = open({ store })
    for (const [i, bytes] of wrapped.entries()) expect(await reader.unwrap('record', bytes)).toEqual(Uint8Array.of(i))
  })

  it('racing calls of one service load the data key once', async () => {
    const store = createMemoryKeyStore()
    let calls = 0
    const counting: KeyStore = {
      ...store,
      addDataKey: (...args) => {
        calls++
        return store.addDataKey(...args)
      },
    }
    const service = open({ store: counting })
    await Promise.all(Array.from({ length: RACERS }, () => service.mac('subject', MESSAGE)))
    expect(calls).toBe(1)
  })

  it('racing rotations each make a version of their own', async () => {
    const store = createMemoryKeyStore()
    await open({ store }).generate('issuer', 'EdDSA')
    const rotated = await Promise.all(Array.from({ length: 8 }, () => open({ store: slow(store) }).rotate('issuer')))
    expect(rotated.map(({ version }) => version).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    expect(await open({ store }).versions('issuer')).toHaveLength(9)
  })

  it('a store that did not answer once is asked again', async () => {
    const store = createMemoryKeyStore()
    let failures = 1
    const failing: KeyStore = {
      ...store,
      addDataKey: async (...args) => {
        if (failures-- > 0) throw new Error('unavailable')
        return store.addDataKey(...args)
      },
    }
    const service = open({ store: failing })
    await expect(service.mac('subject', MESSAGE)).rejects.toThrow('unavailable')
    expect(await service.mac('subject', MESSAGE)).toHaveLength(32)
  })

  it('a retirement that the store did not confirm can be asked for again', async () => {
    const store = createMemoryKeyStore()
    let failures = 1
    const failing: KeyStore = {
      ...store,
      setKeyState: async (...args) => {
        if (failures-- > 0) throw new Error('unavailable')
        return store.setKeyState(...args)
      },
    }
    const service = open({ store: failing })
    await service.generate('issuer', 'EdDSA')
    const signer = await service.signer('issuer', KEY_ID)
    await expect(service.retire('issuer', 1)).rejects.toThrow('unavailable')
    expect(signer.sign(MESSAGE)).toHaveLength(64)
    await service.retire('issuer', 1)
    expect(codeOf(() => signer.sign(MESSAGE))).toBe('key_not_active')
  })
})

/** A store whose answers come a turn of the event loop later, so that racing calls interleave. */
function slow(store: KeyStore): KeyStore {
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    addDataKey: async (...args) => turn().then(() => store.addDataKey(...args)),
    addKey: async (...args) => turn().then(() => store.addKey(...args)),
    findKeys: async (...args) => store.findKeys(...args).then(async (rows) => turn().then(() => rows)),
    setKeyState: async (...args) => turn().then(() => store.setKeyState(...args)),
  }
}
