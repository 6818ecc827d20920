import { once } from 'node:events'
import { connect } from 'node:net'
import { listen } from '@energy-ssi/server'
import { expect, test } from 'vitest'
import { createTestService } from './service.ts'
import { standIn } from './stand-ins.ts'

test('a request that does not end is cut off at the deadline', async () => {
  let started: () => void = () => undefined
  const busy = new Promise<void>((resolve) => {
    started = resolve
  })
  const { app } = await createTestService({
    services: standIn({
      verifier: {
        createChallenge: () => {
          started()
          return new Promise<never>(() => undefined)
        },
      },
    }),
  })
  const { url, stop } = await listen(app, '127.0.0.1', 0)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write('POST /verifiers/one/challenges HTTP/1.1\r\nhost: a\r\n\r\n')
  await busy
  const closed = once(socket, 'close')
  expect(await stop(50)).toBe(false)
  await closed
})
