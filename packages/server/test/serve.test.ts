import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Connection, open, rawRequest, runService } from './child-service.ts'
import { unsigned } from './service.ts'

const ISSUE = 'POST /issuers/vc-jose/credentials/issue'
const body = JSON.stringify({ credential: unsigned({ id: 'urn:example:in-flight' }) })

/** Starts a request and keeps its last byte back. */
async function begin({ socket, received }: Connection): Promise<() => void> {
  const request = rawRequest(ISSUE, body).replace('\r\n', '\r\nexpect: 100-continue\r\n')
  socket.write(request.slice(0, -1))
  await received('100 Continue')
  return () => socket.write(request.slice(-1))
}

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s finishes the request under way, closes kept-alive connections and exits 0',
    async (signal) => {
      const service = await runService()
      const idle = await open(service.port)
      idle.socket.write(rawRequest('GET /livez'))
      await idle.received('"live"')
      const busy = await open(service.port)
      busy.socket.write(rawRequest('GET /livez'))
      await busy.received('"live"')
      const complete = await begin(busy)

      service.child.kill(signal)
      await idle.closed
      complete()
      const answer = await busy.closed
      expect(answer).toMatch(/HTTP\/1\.1 201 Created/)
      expect(answer.slice(answer.indexOf('201 Created'))).toMatch(/\r\nconnection: close\r\n/i)
      expect(answer).toContain('"verifiableCredential"')
      expect(await service.finished).toMatchObject({ code: 0, out: expect.stringMatching(/Stopped\.\n$/), err: '' })
    },
  )

  test('a signal that comes twice at once, as npm passes Ctrl-C on, is one signal', async () => {
    const service = await runService()
    const busy = await open(service.port)
    const complete = await begin(busy)
    service.child.kill('SIGINT')
    service.child.kill('SIGINT')
    service.child.kill('SIGTERM')
    complete()
    expect(await busy.closed).toMatch(/HTTP\/1\.1 201 Created/)
    expect((await service.finished).code).toBe(0)
  })

  test('what was acknowledged is there after a restart, under the same DIDs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'energy-ssi-data-'))
    const dids: unknown[] = []
    for (const round of [1, 2]) {
      const service = await runService({ DATA_DIR: folder })
      const url = `http://127.0.0.1:${service.port}`
      dids.push(((await (await fetch(`${url}/instances`)).json()) as { did?: string }[]).map(({ did }) => did))
      if (round === 1) {
        const headers = { 'content-type': 'application/json' }
        const issued = await fetch(`${url}/issuers/vc-jose/credentials/issue`, { method: 'POST', headers, body })
        expect(issued.status).toBe(201)
      } else {
        const found = await fetch(`${url}/issuers/vc-jose/credentials/${encodeURIComponent('urn:example:in-flight')}`)
        expect(found.status).toBe(200)
      }
      service.child.kill('SIGTERM')
      expect((await service.finished).code).toBe(0)
    }
    expect(dids[0]).toEqual(dids[1])
    rmSync(folder, { recursive: true })
  })
})

describe('on the wire', () => {
  test('what is not HTTP, and headers that are too large, are answered with a problem', async () => {
    const service = await runService()
    const answerTo = async (bytes: string) => {
      const connection = await open(service.port)
      connection.socket.write(bytes)
      const [head = '', problem = ''] = (await connection.closed).split('\r\n\r\n')
      expect(head).toMatch(/\r\ncontent-type: application\/json/i)
      expect(head).toMatch(/\r\nx-content-type-options: nosniff/i)
      return { status: Number(head.split(' ')[1]), problem: JSON.parse(problem) as { type: string; status: number } }
    }
    expect(await answerTo('nonsense\r\n\r\n')).toMatchObject({
      status: 400,
      problem: { type: 'https://w3id.org/energy-ssi/problems#BAD_REQUEST', status: 400 },
    })
    expect(await answerTo(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatchObject({
      status: 431,
      problem: { type: 'https://w3id.org/energy-ssi/problems#HEADERS_TOO_LARGE', status: 431 },
    })
    expect(
      await answerTo('POST /instances HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'),
    ).toMatchObject({ status: 400 })
    service.child.kill('SIGTERM')
    expect((await service.finished).code).toBe(0)
  })

  test('a body that grows over the limit is refused while it is sent', async () => {
    const service = await runService()
    const connection = await open(service.port)
    const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`
    connection.socket.on('error', () => undefined)
    connection.socket.write(
      'POST /1.0/create?method=web HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
    )
    for (let sent = 0; sent < 18; sent++) connection.socket.write(chunk)
    expect(await connection.received('BODY_TOO_LARGE')).toMatch(/^HTTP\/1\.1 413 /)
    connection.socket.destroy()
    service.child.kill('SIGTERM')
    expect((await service.finished).code).toBe(0)
  })
})
