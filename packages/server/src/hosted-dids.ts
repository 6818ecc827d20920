/** The did:web documents that this service hosts below its own host. */
import { type Clock, utf8Encode } from '@energy-ssi/core'
import { DidError, documentProblem, formatDidWeb, parseDidWeb } from '@energy-ssi/did'
import type { DidDocumentStore } from '@energy-ssi/vc-api'

export interface HostedDids {
  /** The did:web that stands for this service's host; hosted DIDs begin with it. */
  readonly root: string
  /**
   * Hosts a document whose keys stay with the client; undefined, and nothing changes, if its id is hosted already.
   * @throws {DidError} `invalid_did` - if its id is not a did:web of this host, or the document is not one
   */
  host(
    document: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly did: string; readonly didDocument: Readonly<Record<string, unknown>> } | undefined>
  /** The document of a DID as JSON text; undefined if it is not hosted here. */
  find(did: string): Promise<string | undefined>
}

/** A document may be this large, in bytes. */
const MAX_DOCUMENT_BYTES = 65_536

/** Creates the hosting service of a tenant. did:web allows no IP address, so a loopback one becomes `localhost`. */
export function createHostedDids(parts: {
  readonly baseUrl: string
  readonly store: DidDocumentStore
  readonly clock: Clock
}): HostedDids {
  const root = rootDid(parts.baseUrl)
  const find = async (did: string) => (await parts.store.findDidDocument(did))?.document

  return Object.freeze({
    root,
    async host(document: Readonly<Record<string, unknown>>) {
      const did = checkedId(document, root)
      const text = JSON.stringify(document)
      if (utf8Encode(text).length > MAX_DOCUMENT_BYTES) {
        throw new DidError('invalid_did', `A hosted document has at most ${MAX_DOCUMENT_BYTES} bytes.`)
      }
      const added = await parts.store.addDidDocument({ did, document: text, createdAt: parts.clock() })
      return added ? { did, didDocument: document } : undefined
    },
    find,
  } satisfies HostedDids)
}

function checkedId(document: Readonly<Record<string, unknown>>, root: string): string {
  const problem = documentProblem(document)
  if (problem !== undefined) throw new DidError('invalid_did', problem)
  const did = document.id as string
  parseDidWeb(did)
  if (did !== root && !did.startsWith(`${root}:`)) {
    throw new DidError('invalid_did', `The id of a document hosted here begins with ${root}.`)
  }
  return did
}

function rootDid(baseUrl: string): string {
  const { hostname, port } = new URL(baseUrl)
  const host = /^(127\.|\[::1\])/.test(hostname) ? 'localhost' : hostname
  return formatDidWeb({ host, path: [], ...(port !== '' && { port: Number(port) }) })
}
