import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startTlsServer, type TlsServer } from '../../../test/support/tls-server.ts'
import { createOutboundFetch, type OutboundErrorCode } from '../src/outbound.ts'

/** Answers of the name service, by name; other names go to the system's. */
const { names, asked } = vi.hoisted(() => ({
  names: new Map<string, readonly (readonly { address: string; family: number }[])[]>(),
  asked: [] as string[],
}))

vi.mock('node:dns', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:dns')>()
  const lookup = (
    hostname: string,
    options: import('node:dns').LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: import('node:dns').LookupAddress[]) => void,
  ) => {
    asked.push(hostname)
    const answers = names.get(hostname)
    if (answers === undefined) return original.lookup(hostname, options, callback)
    const [answer = [], ...later] = answers
    if (later.length > 0) names.set(hostname, later)
    if (answer.length > 0) return callback(null, [...answer])
    return callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), [])
  }
  return { ...original, lookup }
})

/** Look-up functions handed to sockets. */
const lookups = vi.hoisted((): import('node:net').LookupFunction[] => [])

vi.mock('node:https', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:https')>()
  const request = (url: URL, options: import('node:https').RequestOptions) => {
    if (options.lookup !== undefined) lookups.push(options.lookup)
    return original.request(url, options)
  }
  return { ...original, request }
})

const PUBLIC = { address: '93.184.216.34', family: 4 }
const LOOPBACK = { address: '127.0.0.1', family: 4 }

let server: TlsServer
let handler: (request: IncomingMessage, response: ServerResponse) => void = () => {}

beforeAll(async () => {
  server = await startTlsServer((request, response) => handler(request, response))
})
afterAll(() => server.close())
beforeEach(() => {
  names.clear()
  asked.length = 0
  lookups.length = 0
})

const guarded = (timeoutMs = 5_000) => createOutboundFetch({ ca: server.ca, ports: [server.port], timeoutMs })
const exempt = (options = {}) =>
  createOutboundFetch({ ca: server.ca, dangerouslyAllowedHosts: [server.host], ...options })
const url = (path = '/') => `https://${server.host}${path}`

async function codeOf(answer: Promise<unknown>): Promise<OutboundErrorCode | 'answered'> {
  return answer.then(
    () => 'answered',
    (error: { readonly code: OutboundErrorCode }) => error.code,
  )
}

const SPELLINGS = [
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '0',
  '①②⑦.0.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[fd00::1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fe80::1%25eth0]',
  'localhost.',
]

test.each([
  ...SPELLINGS,
  '[fe80::1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[fec0::1]',
  '[::ffff:8.8.8.8]',
  '10.0.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.19.0.1',
  '224.0.0.1',
  '255.255.255.255',
  'LOCALHOST',
  'intranet',
  'printer.local',
  'metadata.google.internal',
  'router.home.arpa',
  'x.onion',
  'a.localhost.',
])('N1: %s is refused before a name is looked up or a socket opens', async (host) => {
  const before = server.connections()
  expect(await codeOf(guarded()(`https://${host}:${server.port}/`))).toBe('outbound_blocked')
  expect(asked).toEqual([])
  expect(lookups).toEqual([])
  expect(server.connections()).toBe(before)
})

test.each(['8.8.8.8', '172.32.0.1', '[2606:4700::1111]'])(
  'N2: the public address %s passes the guard',
  async (host) => {
    // Port 9 is not among the allowed ones: the guard's last check refuses it, with a reason of its own.
    await expect(guarded()(`https://${host}:9/`)).rejects.toThrow(/port/)
  },
)

test.each([
  [[LOOPBACK]],
  [[PUBLIC, LOOPBACK]],
  [[{ address: '::1', family: 6 }]],
  [[{ address: '::ffff:127.0.0.1', family: 6 }]],
  [[{ address: 'fe80::1%eth0', family: 6 }]],
  [[{ address: '64:ff9b::7f00:1', family: 6 }, PUBLIC]],
])('N3: a name that points to %j is refused in the look-up of the socket', async (answer) => {
  names.set('station.example', [answer])
  const before = server.connections()
  expect(await codeOf(guarded()(`https://station.example:${server.port}/`))).toBe('outbound_blocked')
  expect(asked).toEqual(['station.example'])
  expect(server.connections()).toBe(before)
})

test('N3: a name rebound to a private address between two look-ups is refused at the second', async () => {
  names.set('rebind.example', [[LOOPBACK], [PUBLIC], [LOOPBACK]])
  expect(await codeOf(guarded()(`https://rebind.example:${server.port}/`))).toBe('outbound_blocked')
  const [lookup] = lookups
  const ask = (all: boolean) =>
    new Promise((resolve) => lookup?.('rebind.example', { all }, (error, address) => resolve(error ?? address)))
  expect(await ask(true)).toEqual([PUBLIC])
  expect(await ask(false)).toMatchObject({ code: 'outbound_blocked' })
})

test('N3: the socket gets the address that was checked, not another look-up', async () => {
  names.set('one.example', [[LOOPBACK], [PUBLIC]])
  await codeOf(guarded()(`https://one.example:${server.port}/`))
  const [lookup] = lookups
  const before = asked.length
  const address = await new Promise((resolve) =>
    lookup?.('one.example', {}, (_, first, family) => resolve([first, family])),
  )
  expect(address).toEqual([PUBLIC.address, PUBLIC.family])
  expect(asked.length).toBe(before + 1)
})

test('a name that does not exist is told apart from a server that cannot be reached', async () => {
  names.set('gone.example', [[]])
  expect(await codeOf(guarded()('https://gone.example/'))).toBe('outbound_unknown_host')
})

test.each([
  ['http://example.com/', 'scheme'],
  ['file:///etc/passwd', 'scheme'],
  ['data:application/json,{}', 'scheme'],
  ['ftp://example.com/', 'scheme'],
  ['https://user@example.com/', 'user'],
  ['https://user:secret@example.com/', 'password'],
  ['https://example.com:8443/', 'port'],
  ['https://example.com:22/', 'port'],
  ['https://example.com:0/', 'port'],
  ['https://exa mple.com/', 'malformed'],
  ['not a url', 'malformed'],
  ['', 'malformed'],
])('N6: %s is refused for its %s', async (address) => {
  expect(await codeOf(createOutboundFetch()(address))).toBe('outbound_blocked')
  expect(asked).toEqual([])
})

test('an answer is given with status, lower-case headers and body; the request asks for no compression', async () => {
  handler = ({ headers, method }, response) => {
    response.writeHead(203, { 'Content-Type': 'application/json', 'X-Two': ['a', 'b'] })
    response.end(JSON.stringify([method, headers.accept, headers['accept-encoding'], headers['if-none-match']]))
  }
  const answer = await exempt()(url(), { accept: 'application/did', ifNoneMatch: '"v1"' })
  expect(answer.status).toBe(203)
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'x-two': 'a, b' })
  expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual(['GET', 'application/did', 'identity', '"v1"'])
})

test.each([304, 400, 404, 410, 500, 503])('any HTTP status but a redirect is an answer: %i', async (status) => {
  handler = (_, response) => response.writeHead(status).end()
  expect((await exempt()(url())).status).toBe(status)
})

test.each([301, 302, 303, 307, 308])('N4: a redirect is not followed: %i', async (status) => {
  const targets: (string | undefined)[] = []
  handler = (request, response) => {
    targets.push(request.url)
    response.writeHead(status, { location: url('/secret') }).end()
  }
  expect(await codeOf(exempt()(url('/start')))).toBe('outbound_refused_answer')
  expect(targets).toEqual(['/start'])
})

test('N5: a body without end is cut off at the limit', async () => {
  let closed: Promise<unknown> = Promise.resolve()
  handler = (request, response) => {
    // The client may reset the connection; that is an error here, and the end all the same.
    closed = new Promise((resolve) => request.socket.on('error', () => undefined).once('close', resolve))
    response.on('error', () => undefined)
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) {}
    }
    response.on('drain', more)
    more()
  }
  expect(await codeOf(exempt({ maxBytes: 100_000 })(url()))).toBe('outbound_too_large')
  await closed
})

test('N5: a declared length over the limit is refused before the body', async () => {
  handler = (_, response) => {
    response.writeHead(200, { 'content-length': '100001' })
    response.write('x')
  }
  expect(await codeOf(exempt()(url(), { maxBytes: 100_000 }))).toBe('outbound_too_large')
})

test('N5: a body of exactly the limit is an answer', async () => {
  handler = (_, response) => response.end(Buffer.alloc(1_000))
  expect((await exempt()(url(), { maxBytes: 1_000 })).body.length).toBe(1_000)
})

test('N5: a body that drips is cut off at the time limit, however alive it is', async () => {
  let dripping: NodeJS.Timeout | undefined
  handler = (request, response) => {
    response.writeHead(200)
    dripping = setInterval(() => response.write('x'), 10)
    request.socket.on('close', () => clearInterval(dripping))
  }
  expect(await codeOf(exempt({ timeoutMs: 200 })(url()))).toBe('outbound_timeout')
})

test('N5: a server that never answers is given up at the time limit', async () => {
  handler = () => {}
  expect(await codeOf(exempt()(url(), { timeoutMs: 100 }))).toBe('outbound_timeout')
})

test('N5: headers over 16 KiB are refused', async () => {
  handler = (_, response) => response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end()
  expect(await codeOf(exempt()(url()))).toBe('outbound_failed')
})

test('N5: more requests to one host than may be under way are all answered in turn', async () => {
  handler = (_, response) => response.end('done')
  const fetch = exempt({ maxPerHost: 2 })
  const answers = await Promise.all(Array.from({ length: 9 }, () => fetch(url())))
  expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200))
})

test('N5: a request whose time runs out before its turn is never sent, and its turn is not lost', async () => {
  let arrived = 0
  handler = () => void arrived++
  const fetch = exempt({ maxPerHost: 1, timeoutMs: 300 })
  const first = codeOf(fetch(url(), { timeoutMs: 900 }))
  const codes = await Promise.all([first, codeOf(fetch(url())), codeOf(fetch(url()))])
  expect(codes).toEqual(['outbound_timeout', 'outbound_timeout', 'outbound_timeout'])
  expect(arrived).toBe(1)
  handler = (_, response) => response.end()
  expect((await fetch(url())).status).toBe(200)
})

test('a compressed answer is refused, since nobody asked for one', async () => {
  handler = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{}'))
  expect(await codeOf(exempt()(url()))).toBe('outbound_refused_answer')
})

test('an answer that breaks off is no answer', async () => {
  handler = (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half', () => response.destroy())
  }
  expect(await codeOf(exempt()(url()))).toBe('outbound_failed')
})

test('a server that wants another protocol is refused, not waited for', async () => {
  handler = ({ socket }) =>
    void socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')
  expect(await codeOf(exempt({ timeoutMs: 2_000 })(url()))).toBe('outbound_failed')
})

test('a certificate nobody vouches for is refused, whatever the environment says', async () => {
  handler = (_, response) => response.end()
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  const code = await codeOf(createOutboundFetch({ dangerouslyAllowedHosts: [server.host] })(url()))
  vi.unstubAllEnvs()
  expect(code).toBe('outbound_failed')
})

test('a certificate of another name is refused', async () => {
  const fetch = createOutboundFetch({ ca: server.ca, dangerouslyAllowedHosts: [`127.0.0.1:${server.port}`] })
  expect(await codeOf(fetch(`https://127.0.0.1:${server.port}/`))).toBe('outbound_failed')
})

test('a closed port and something that is no web server are failures without an answer', async () => {
  const tcp = createTcpServer((socket) => void socket.end('hello', () => socket.destroy()))
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
  const { port } = tcp.address() as AddressInfo
  const fetch = createOutboundFetch({ dangerouslyAllowedHosts: [`localhost:${port}`] })
  expect(await codeOf(fetch(`https://localhost:${port}/`))).toBe('outbound_failed')
  await new Promise((resolve) => tcp.close(resolve))
  expect(await codeOf(fetch(`https://localhost:${port}/`))).toBe('outbound_failed')
})

test('plain http is for hosts a test allows by name and port, and for no other port of that name', async () => {
  const plain = createServer((_, response) => response.end('plain'))
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve))
  const { port } = plain.address() as AddressInfo
  const fetch = createOutboundFetch({ dangerouslyAllowedHosts: [`127.0.0.1:${port}`] })
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
  expect(await codeOf(fetch(`http://127.0.0.1:${port + 1}/`))).toBe('outbound_blocked')
  await new Promise((resolve) => plain.close(resolve))
})

test('no message names an address inside the network', async () => {
  names.set('inside.example', [[LOOPBACK]])
  const failures = await Promise.all(
    ['https://127.0.0.1/', `https://inside.example:${server.port}/`].map((target) =>
      guarded()(target).then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    ),
  )
  for (const message of failures) expect(message).not.toMatch(/127|localhost|answered/)
})
