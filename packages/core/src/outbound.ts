/** The only way out of the process (Node.js): https GET, bounded in bytes and time, never to a private address. */
import { lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { SsiError } from './errors.ts'
import { isObject } from './json.ts'
import { limitPerKey } from './limit-per-key.ts'
import type { Fetch, FetchRequest, FetchResponse } from './ports.ts'

/**
 * Codes of {@link OutboundError}. `outbound_blocked` is this process's own refusal; `outbound_unknown_host` is the name
 * service's answer that there is no such host; all others may pass if tried again later.
 */
export type OutboundErrorCode =
  | 'outbound_blocked'
  | 'outbound_unknown_host'
  | 'outbound_timeout'
  | 'outbound_too_large'
  | 'outbound_refused_answer'
  | 'outbound_failed'

/** An outbound request that was not made or not answered acceptably. Its message names no address inside the network. */
export class OutboundError extends SsiError<OutboundErrorCode> {
  override readonly name = 'OutboundError'
}

/** Settings of {@link createOutboundFetch}. */
export interface OutboundOptions {
  /** Largest answer where the request names no limit; 262,144 bytes by default. */
  readonly maxBytes?: number
  /** Time for a whole exchange where the request names no limit; 5,000 ms by default. */
  readonly timeoutMs?: number
  /** Ports that may be asked besides 443. */
  readonly ports?: readonly number[]
  /** Exchanges under way to one host at a time, the others wait (within their time limit); 16 by default. */
  readonly maxPerHost?: number
  /** Certificate authority (PEM) trusted instead of the system's. */
  readonly ca?: string
  /**
   * For tests only: hosts (`name:port`) that may be asked although they are private or speak plain http. Never fill
   * this from outside input.
   */
  readonly dangerouslyAllowedHosts?: readonly string[]
}

/** Special-purpose addresses (RFC 6890 and successors, multicast, reserved); of IPv6 all that is not 2000::/3 besides. */
const SPECIAL_IPV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4'
const SPECIAL_IPV6 = '::/3 4000::/2 8000::/1 2001::/23 2001:db8::/32 2002::/16 3fff::/20'
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa|onion)$/

/**
 * Creates the guarded {@link Fetch}.
 *
 * Refused before a socket opens: other schemes than https, user info, other ports, literal addresses that are not
 * public, names of one label or of the local network. Refused in the socket's own name look-up: a name any of whose
 * addresses is not public, so a second DNS answer cannot slip past. Refused on arrival: redirects, compressed bodies,
 * more bytes or time than allowed.
 */
export function createOutboundFetch(options: OutboundOptions = {}): Fetch {
  const isBlocked = createAddressCheck()
  const inTurn = limitPerKey(options.maxPerHost ?? 16)
  const allowed = new Set(options.dangerouslyAllowedHosts)
  const ports = new Set(['', '443', ...(options.ports ?? []).map(String)])

  return (url, request = {}) => {
    const target = URL.canParse(url) ? new URL(url) : undefined
    if (target === undefined) return Promise.reject(blockedError('the URL is malformed'))
    const exempt = allowed.has(target.host)
    const reason = exempt ? undefined : refusal(target, ports, isBlocked)
    if (reason !== undefined) return Promise.reject(blockedError(reason))
    const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 5_000
    const signal = AbortSignal.timeout(timeoutMs)
    const lookup = exempt ? undefined : guardedLookup(isBlocked)
    return inTurn(target.host, () => exchange(target, request, options, signal, lookup)).catch((error: unknown) => {
      throw asOutboundError(error, signal, timeoutMs)
    })
  }
}

/** One list per family: rules for mapped addresses in a common list would match every IPv4 address. */
function createAddressCheck(): (address: string) => boolean {
  const lists = { ipv4: new BlockList(), ipv6: new BlockList() }
  for (const [ranges, family] of [
    [SPECIAL_IPV4, 'ipv4'],
    [SPECIAL_IPV6, 'ipv6'],
  ] as const) {
    for (const range of ranges.split(' ')) {
      const [address, prefix] = range.split('/') as [string, string]
      lists[family].addSubnet(address, Number(prefix), family)
    }
  }
  return (address) => {
    const version = isIP(address)
    if (version === 0) return true
    const family = version === 4 ? 'ipv4' : 'ipv6'
    return lists[family].check(address, family)
  }
}

function refusal(target: URL, ports: ReadonlySet<string>, isBlocked: (address: string) => boolean): string | undefined {
  if (target.protocol !== 'https:') return 'only https is allowed'
  if (target.username !== '' || target.password !== '') return 'the URL names a user'
  if (!ports.has(target.port)) return 'the port is not allowed'
  const host = target.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isIP(host) !== 0) return isBlocked(host) ? 'the address is not public' : undefined
  if (!host.includes('.') || LOCAL_NAME.test(host)) return 'the host is a local name'
  return undefined
}

/** Looks the name up once, checks every answer, and hands the socket the checked addresses. */
function guardedLookup(isBlocked: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '')
      if (addresses.length === 0 || addresses.some(({ address }) => isBlocked(address))) {
        return callback(blockedError('the name points to an address that is not public'), '')
      }
      const [first] = addresses as [(typeof addresses)[number]]
      if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

function exchange(
  target: URL,
  request: FetchRequest,
  options: OutboundOptions,
  signal: AbortSignal,
  guarded: LookupFunction | undefined,
): Promise<FetchResponse> {
  const maxBytes = request.maxBytes ?? options.maxBytes ?? 262_144
  const headers: Record<string, string> = { accept: request.accept ?? '*/*', 'accept-encoding': 'identity' }
  if (request.ifNoneMatch !== undefined) headers['if-none-match'] = request.ifNoneMatch

  return new Promise((resolve, reject) => {
    let answered = false
    const open = target.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing = open(target, {
      agent: false,
      headers,
      maxHeaderSize: 16_384,
      // Said aloud, because an environment variable could say otherwise.
      rejectUnauthorized: true,
      signal,
      ...(guarded && { lookup: guarded }),
      ...(options.ca !== undefined && { ca: options.ca }),
    })
    outgoing.on('error', reject)
    // A connection that closes before an answer (101 Switching Protocols, say) need not be an error to Node.js.
    outgoing.on('close', () => {
      if (!answered) reject(new Error('closed without an answer'))
    })
    outgoing.on('response', (incoming) => {
      answered = true
      receive(incoming, maxBytes).then(resolve, (error: unknown) => {
        outgoing.destroy()
        reject(error)
      })
    })
    outgoing.end()
  })
}

async function receive(incoming: IncomingMessage, maxBytes: number): Promise<FetchResponse> {
  const status = incoming.statusCode ?? 0
  if (status >= 300 && status < 400 && status !== 304) {
    throw new OutboundError('outbound_refused_answer', 'The answer is a redirect; redirects are not followed.')
  }
  if ((incoming.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new OutboundError('outbound_refused_answer', 'The answer is compressed although that was not asked for.')
  }
  const chunks: Uint8Array[] = []
  let length = 0
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  for await (const chunk of incoming as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { status, headers, body: new Uint8Array(Buffer.concat(chunks)) }
}

function asOutboundError(error: unknown, signal: AbortSignal, timeoutMs: number): OutboundError {
  if (error instanceof OutboundError) return error
  if (signal.aborted) {
    return new OutboundError('outbound_timeout', `No complete answer within ${timeoutMs} ms.`, { cause: error })
  }
  if (isObject(error) && error.code === 'ENOTFOUND') {
    return new OutboundError('outbound_unknown_host', 'There is no host of that name.', { cause: error })
  }
  return new OutboundError('outbound_failed', 'The server could not be reached or broke off.', { cause: error })
}

function blockedError(reason: string): OutboundError {
  return new OutboundError('outbound_blocked', `The request was not made: ${reason}.`)
}

function tooLarge(maxBytes: number): OutboundError {
  return new OutboundError('outbound_too_large', `The answer is larger than ${maxBytes} bytes.`)
}
