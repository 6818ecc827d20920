import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { type FetchRequest, type FetchResponse, SsiError } from '@energy-ssi/core'
import { createOutboundFetch, OutboundError } from '@energy-ssi/core/outbound'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startTlsServer, type TlsServer } from '../../../test/support/tls-server.ts'
import { type DidDocument, didWeb, didWebUrl } from '../src/index.ts'
import { ADDRESS_SPELLINGS, HOSTILE_DIDS, LOCAL_DIDS } from './hostile-did-web.ts'
import { codeOfPromise, objectOf, readVectors, resolveWith } from './support.ts'

/** Addresses by name, one answer after the other; other names go to the system's name service. */
const names = vi.hoisted(() => new Map<string, { readonly address: string; readonly family: number }[]>())

vi.mock('node:dns', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:dns')>()
  const lookup = (
    name: string,
    options: import('node:dns').LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, addresses: import('node:dns').LookupAddress[]) => void,
  ) => {
    const answer = names.get(name)?.shift()
    return answer === undefined ? original.lookup(name, options, callback) : callback(null, [answer])
  }
  return { ...original, lookup }
})

let server: TlsServer
let handler: (request: IncomingMessage, response: ServerResponse) => void = () => {}

beforeAll(async () => {
  server = await startTlsServer((request, response) => handler(request, response))
})
afterAll(() => server.close())

/** did:web over the real guarded way out, with the local server as the only exception. */
const overTls = (timeoutMs = 5_000) => {
  const dangerouslyAllowedHosts = [server.host]
  const fetch = createOutboundFetch({ ca: server.ca, dangerouslyAllowedHosts })
  return didWeb({ fetch, dangerouslyAllowedHosts, timeoutMs })
}
const localDid = (path = '') => `did:web:localhost%3A${server.port}${path}`
const serve = (document: unknown, headers: Record<string, string> = { 'content-type': 'application/did' }) => {
  handler = (_, response) =>
    response.writeHead(200, headers).end(typeof document === 'string' ? document : JSON.stringify(document))
}
/** did:web over a table of URLs. */
const overTable = (answers: Readonly<Record<string, Partial<FetchResponse>>>) =>
  didWeb({
    fetch: async (url) => {
      const answer = Object.hasOwn(answers, url) ? answers[url] : undefined
      if (answer === undefined) throw new OutboundError('outbound_unknown_host', 'There is no host of that name.')
      return { status: 200, headers: {}, body: new Uint8Array(), ...answer }
    },
  })
const jsonBody = (value: unknown) => new Uint8Array(Buffer.from(JSON.stringify(value)))

describe('did:web vectors', () => {
  const { vectors } = objectOf(readVectors('did-web/web5-resolve.json'))
  type Vector = {
    readonly description: string
    readonly input: { readonly didUri: string; readonly mockServer?: Readonly<Record<string, unknown>> }
    readonly output: { readonly didDocument: unknown; readonly didResolutionMetadata: { readonly error?: string } }
  }
  it.each((vectors as readonly Vector[]).filter(({ input }) => input.didUri.startsWith('did:web:')))(
    'web5: $description',
    async ({ input, output }) => {
      const pages = Object.entries(input.mockServer ?? {}).map(([url, page]) => [url, { body: jsonBody(page) }])
      const result = await resolveWith(overTable(Object.fromEntries(pages)), input.didUri)
      expect(result.didDocument).toEqual(output.didDocument)
      expect(result.didResolutionMetadata.error).toBe(output.didResolutionMetadata.error)
    },
  )
})

describe('did:web §Read over TLS', () => {
  it.each(['', ':user:alice', ':%7Ebob'])('resolves the document at its place: path "%s"', async (path) => {
    const asked: unknown[] = []
    const did = localDid(path)
    handler = ({ url, method, headers }, response) => {
      asked.push([method, `https://${headers.host}${url}`, headers.accept, headers['accept-encoding']])
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify({ id: did, x: 1 }))
    }
    const result = await resolveWith(overTls(), did)
    expect(result.didDocument).toEqual({ id: did, x: 1 })
    const accept = 'application/did, application/did+json, application/did+ld+json, application/json'
    expect(asked).toEqual([['GET', didWebUrl(did), accept, 'identity']])
  })

  it.each([
    ['application/did', undefined],
    ['application/did+json', undefined],
    ['application/did+ld+json', undefined],
    ['APPLICATION/JSON ; charset=utf-8', undefined],
    ['text/html', 'invalidDidDocument'],
    ['text/plain', 'invalidDidDocument'],
    ['application/jsonp', 'invalidDidDocument'],
  ])('media type %s: error %s', async (type, error) => {
    serve({ id: localDid() }, { 'content-type': type })
    expect((await resolveWith(overTls(), localDid())).didResolutionMetadata.error).toBe(error)
  })

  it.each([
    ['the document of another DID', () => ({ id: 'did:web:example.com' })],
    ['the same DID in another case', () => ({ id: localDid().replace('localhost', 'LOCALHOST') })],
    ['a document without id', () => ({})],
    ['an array', () => [{ id: localDid() }]],
    ['a page', () => '<!doctype html>'],
    ['nothing', () => ''],
    ['the id twice', () => `{"id":"${localDid()}","id":"${localDid()}"}`],
    ['a prototype', () => `{"id":"${localDid()}","__proto__":{}}`],
    ['JSON of 65 levels', () => `{"id":"${localDid()}","a":${'['.repeat(65)}${']'.repeat(65)}}`],
    ['verification methods that are no list', () => ({ id: localDid(), verificationMethod: {} })],
    ['a relationship that is no list', () => ({ id: localDid(), assertionMethod: 'x' })],
    ['a relationship with a number', () => ({ id: localDid(), assertionMethod: [1] })],
    ['a private key', () => ({ id: localDid(), verificationMethod: [{ secretKeyMultibase: 'z' }] })],
    ['a private JWK', () => ({ id: localDid(), authentication: [{ publicKeyJwk: { d: 'x' } }] })],
    ['1,001 verification methods', () => ({ id: localDid(), verificationMethod: Array(1_001).fill({ id: '#1' }) })],
  ])('refuses %s as invalidDidDocument', async (_, document) => {
    serve(document())
    const result = await resolveWith(overTls(), localDid())
    expect(result.didResolutionMetadata.error).toBe('invalidDidDocument')
    expect(result.didDocument).toBeNull()
  })

  it('refuses bytes that are not UTF-8', async () => {
    handler = (_, response) => response.end(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))
    expect((await resolveWith(overTls(), localDid())).didResolutionMetadata.error).toBe('invalidDidDocument')
  })

  it.each([404, 410])('status %i is the answer that there is no document', async (status) => {
    handler = (_, response) => response.writeHead(status).end()
    expect((await resolveWith(overTls(), localDid())).didResolutionMetadata.error).toBe('notFound')
  })

  it.each([201, 204, 304, 400, 401, 403, 429, 500, 502, 503])(
    'status %i says nothing about the DID',
    async (status) => {
      handler = (_, response) => response.writeHead(status).end()
      expect(await codeOfPromise(resolveWith(overTls(), localDid()))).toBe('did_unreachable')
    },
  )

  it('a redirect is not followed', async () => {
    const asked: (string | undefined)[] = []
    handler = ({ url }, response) => {
      asked.push(url)
      response.writeHead(302, { location: `https://${server.host}/elsewhere` }).end()
    }
    expect(await codeOfPromise(resolveWith(overTls(), localDid()))).toBe('did_unreachable')
    expect(asked).toEqual(['/.well-known/did.json'])
  })

  it('a body without end stops at 256 KiB', async () => {
    let closed: Promise<unknown> = Promise.resolve()
    handler = ({ socket }, response) => {
      // The client resets the connection; that is an error here, and the end all the same.
      closed = new Promise((resolve) => socket.on('error', () => undefined).once('close', resolve))
      response.on('error', () => undefined)
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(16_384))) {}
      }
      response.on('drain', more)
      more()
    }
    expect(await codeOfPromise(resolveWith(overTls(), localDid()))).toBe('did_unreachable')
    await closed
  })

  it('a document of exactly 256 KiB is read', async () => {
    const text = JSON.stringify({ id: localDid() })
    serve(text + ' '.repeat(262_144 - text.length))
    expect((await resolveWith(overTls(), localDid())).didDocument?.id).toBe(localDid())
  })

  it('a body that drips is given up at the time limit', async () => {
    handler = ({ socket }, response) => {
      const dripping = setInterval(() => response.write(' '), 10)
      socket.on('close', () => clearInterval(dripping))
    }
    expect(await codeOfPromise(resolveWith(overTls(200), localDid()))).toBe('did_unreachable')
  })

  it('a compressed answer is refused', async () => {
    handler = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(JSON.stringify({ id: localDid() })))
    expect(await codeOfPromise(resolveWith(overTls(), localDid()))).toBe('did_unreachable')
  })

  it('a certificate nobody vouches for says nothing about the DID', async () => {
    serve({ id: localDid() })
    const dangerouslyAllowedHosts = [server.host]
    const method = didWeb({ fetch: createOutboundFetch({ dangerouslyAllowedHosts }), dangerouslyAllowedHosts })
    expect(await codeOfPromise(resolveWith(method, localDid()))).toBe('did_unreachable')
  })
})

describe('N1 and N7: hostile names', () => {
  it.each(HOSTILE_DIDS)('%s (%s) opens no socket and calls no fetch', async (did) => {
    const before = server.connections()
    const asked: string[] = []
    const through = createOutboundFetch({ ca: server.ca, ports: [server.port, 8_443] })
    const fetch = (url: string, request?: FetchRequest) => {
      asked.push(url)
      return through(url, request)
    }
    const result = await resolveWith(didWeb({ fetch }), did)
    expect(result.didResolutionMetadata.error).toBe('invalidDid')
    expect(asked).toEqual([])
    expect(server.connections()).toBe(before)
  })

  it.each(ADDRESS_SPELLINGS)('%s as host, written plainly or percent-encoded, opens no socket', async (spelling) => {
    const before = server.connections()
    const fetch = createOutboundFetch({ ca: server.ca, ports: [server.port] })
    for (const host of [spelling, encodeURIComponent(spelling), spelling.replace(/[[\]]/g, '')]) {
      const result = await resolveWith(didWeb({ fetch }), `did:web:${host}%3A${server.port}`)
      expect(result.didResolutionMetadata.error).toBe('invalidDid')
    }
    expect(server.connections()).toBe(before)
  })

  it('N3: a public name that points inside is refused at the look-up and opens no socket', async () => {
    const before = server.connections()
    const did = `did:web:rebind.example%3A${server.port}`
    const method = didWeb({ fetch: createOutboundFetch({ ca: server.ca, ports: [server.port] }) })
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '169.254.169.254']) {
      names.set('rebind.example', [{ address, family: address.includes(':') ? 6 : 4 }])
      expect((await resolveWith(method, did)).didResolutionMetadata.error).toBe('invalidDid')
      expect(names.get('rebind.example')).toEqual([])
    }
    expect(server.connections()).toBe(before)
  })

  it.each(LOCAL_DIDS)('%s is a local name, and not asked', async (did) => {
    const fetch = () => Promise.reject(new TypeError('asked'))
    expect((await resolveWith(didWeb({ fetch }), did)).didResolutionMetadata.error).toBe('invalidDid')
  })

  it('a name the guard does not let through is refused, not unreachable', async () => {
    const before = server.connections()
    const fetch = createOutboundFetch({ ca: server.ca })
    const method = didWeb({ fetch, dangerouslyAllowedHosts: [server.host] })
    expect((await resolveWith(method, localDid())).didResolutionMetadata.error).toBe('invalidDid')
    expect(server.connections()).toBe(before)
  })

  it.each([
    ['outbound_blocked', 'invalidDid'],
    ['outbound_unknown_host', 'notFound'],
  ] as const)('%s is the answer %s', async (code, error) => {
    const fetch = () => Promise.reject(new OutboundError(code, 'x'))
    expect((await resolveWith(didWeb({ fetch }), 'did:web:example.com')).didResolutionMetadata.error).toBe(error)
  })

  it.each(['outbound_timeout', 'outbound_too_large', 'outbound_refused_answer', 'outbound_failed'] as const)(
    '%s is no answer',
    async (code) => {
      const fetch = () => Promise.reject(new OutboundError(code, 'x'))
      expect(await codeOfPromise(resolveWith(didWeb({ fetch }), 'did:web:example.com'))).toBe('did_unreachable')
    },
  )
})

describe('hosted documents', () => {
  const did = 'did:web:localhost%3A3000:operators:1'
  const never = () => Promise.reject(new TypeError('the network was asked'))

  it('are read from where they are hosted, whatever the name, and never over the network', async () => {
    const document = { id: did, verificationMethod: [] }
    const asked: string[] = []
    const hosted = async (wanted: string) => {
      asked.push(wanted)
      return document
    }
    const result = await resolveWith(didWeb({ fetch: never, hosted }), did)
    expect(result.didDocument).toEqual(document)
    expect(result.didResolutionMetadata.maxAgeSeconds).toBe(0)
    expect(asked).toEqual([did])
    expect(Object.isFrozen(document)).toBe(false)
  })

  it.each([{ id: 'did:web:example.com' }, 'text', null, { id: did, verificationMethod: 1 }])(
    'that are no document of the DID are refused: %j',
    async (document) => {
      const method = didWeb({ fetch: never, hosted: async () => document })
      expect((await resolveWith(method, did)).didResolutionMetadata.error).toBe('invalidDidDocument')
    },
  )

  it('what is not hosted goes to the network, under its rules', async () => {
    const hosted = async () => undefined
    expect((await resolveWith(didWeb({ fetch: never, hosted }), did)).didResolutionMetadata.error).toBe('invalidDid')
    serve({ id: localDid() })
    const dangerouslyAllowedHosts = [server.host]
    const fetch = createOutboundFetch({ ca: server.ca, dangerouslyAllowedHosts })
    const method = didWeb({ fetch, hosted, dangerouslyAllowedHosts })
    expect((await resolveWith(method, localDid())).didDocument?.id).toBe(localDid())
  })

  it('a name that breaks the rules is not even looked up', async () => {
    const method = didWeb({ fetch: never, hosted: () => Promise.reject(new TypeError('looked up')) })
    expect((await resolveWith(method, 'did:web:127.0.0.1')).didResolutionMetadata.error).toBe('invalidDid')
  })

  it('trouble of the store is thrown as it is', async () => {
    const method = didWeb({ fetch: never, hosted: () => Promise.reject(new SsiError('store_down', 'x')) })
    expect(await codeOfPromise(resolveWith(method, did))).toBe('store_down')
  })
})

describe('RFC 9111 §5.2.2: how long the document may be kept', () => {
  it.each([
    [undefined, undefined],
    ['max-age=30', 30],
    ['public, max-age="60"', 60],
    ['no-store', 0],
    ['max-age=60, no-cache', 0],
    ['s-maxage=9', undefined],
    ['max-age=soon', undefined],
  ])('Cache-Control %s: %s seconds', async (cacheControl, seconds) => {
    const did = 'did:web:example.com'
    const headers: Record<string, string> = cacheControl === undefined ? {} : { 'cache-control': cacheControl }
    const method = overTable({ [didWebUrl(did)]: { body: jsonBody({ id: did } satisfies DidDocument), headers } })
    expect((await resolveWith(method, did)).didResolutionMetadata.maxAgeSeconds).toBe(seconds)
  })
})
