/** did:web identifiers and the https URL each one stands for. */
import { DidError } from './errors.ts'

/** Longer DIDs are refused. */
export const MAX_DID_WEB_LENGTH = 2_048

/** The parts of a did:web. */
export interface DidWebIdentifier {
  /** Fully qualified domain name, never an address. */
  readonly host: string
  readonly port?: number
  /** Decoded path segments; none stands for `/.well-known`. */
  readonly path: readonly string[]
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i
const NUMERIC = /^(\d+|0x[0-9a-f]*)$/i
const SEGMENT = /^[A-Za-z0-9._~-]+$/
const ENCODED_PORT = /^(.*?)%3A([1-9]\d{0,4})$/i
const LOCAL_NAME = /(^|\.)(localhost|local|internal|home\.arpa|onion)$/i

/**
 * The parts of a did:web of at most 2,048 characters.
 *
 * Refused: names that are an IPv4 address in any spelling (`127.1`, `0x7f.1`, `2130706433`), labels DNS does not allow,
 * a port that is not behind `%3A`, segments that hold anything but `A-Z a-z 0-9 . _ ~ -` once decoded, or are `.` or `..`.
 *
 * @throws {DidError} `invalid_did`
 * @see https://w3c-ccg.github.io/did-method-web/#method-specific-identifier
 */
export function parseDidWeb(did: string): DidWebIdentifier {
  if (!did.startsWith('did:web:') || did.length > MAX_DID_WEB_LENGTH) throw invalid('it is not a did:web')
  const [authority, ...segments] = did.slice('did:web:'.length).split(':') as [string, ...string[]]
  const [, name = authority, port] = ENCODED_PORT.exec(authority) ?? []
  const identifier = {
    host: name,
    ...(port !== undefined && { port: Number(port) }),
    path: segments.map(decodeSegment),
  }
  check(identifier)
  return identifier
}

/**
 * The did:web with these parts, in its one canonical spelling.
 *
 * @throws {DidError} `invalid_did` - if a part is not allowed, see {@link parseDidWeb}
 */
export function formatDidWeb(identifier: DidWebIdentifier): string {
  check(identifier)
  const { host, port, path } = identifier
  const authority = port === undefined ? host : `${host}%3A${port}`
  const did = ['did:web', authority, ...path.map((segment) => segment.replaceAll('~', '%7E'))].join(':')
  if (did.length > MAX_DID_WEB_LENGTH) throw invalid('it is too long')
  return did
}

/**
 * The https URL at which the document of a did:web lies.
 *
 * @throws {DidError} `invalid_did`
 * @see https://w3c-ccg.github.io/did-method-web/#read-resolve
 */
export function didWebUrl(did: string): string {
  const { host, port, path } = parseDidWeb(did)
  const authority = port === undefined ? host : `${host}:${port}`
  return `https://${[authority, ...(path.length === 0 ? ['.well-known'] : path), 'did.json'].join('/')}`
}

/** Whether a host name can only mean something inside one machine or network: no document of strangers lies there. */
export function isLocalName(host: string): boolean {
  return !host.includes('.') || LOCAL_NAME.test(host)
}

function decodeSegment(segment: string): string {
  return segment.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function check({ host, port, path }: DidWebIdentifier): void {
  const labels = host.split('.')
  if (host.length > 253 || !labels.every((label) => LABEL.test(label))) throw invalid('its host is not a domain name')
  if (NUMERIC.test(labels.at(-1) as string)) throw invalid('its host is an address')
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) throw invalid('its port is none')
  if (!path.every((segment) => SEGMENT.test(segment) && segment !== '.' && segment !== '..')) {
    throw invalid('its path holds a segment that is not allowed')
  }
}

function invalid(reason: string): DidError {
  return new DidError('invalid_did', `The did:web is refused: ${reason}.`)
}
