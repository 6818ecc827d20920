/** Status lists, beside @digitalbazaar/bitstring, @sd-jwt/jwt-status-list and node:zlib. */
import assert from 'node:assert/strict'
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import {
  bitstringStatusesOf,
  createIncrementalEncoder,
  createStatusListCredential,
  createStatusListEntry,
  createTokenStatusClaim,
  encodeBitstring,
  lookUpStatus,
  lookUpTokenStatus,
  openStatusList,
  openTokenStatusList,
  readStatus,
} from '@energy-ssi/status-list'
import type { Peers } from '../load-peers.ts'
import type { Row } from '../row.ts'

const URL = 'https://issuer.example.org/status/3'
const INDEX = 94_567
const NOW = new Date('2026-11-22T12:00:00Z')

/** Rows `status-list/…`. */
export function statusListRows(peers: Peers): readonly Row[] {
  return [
    checkRow(peers),
    flipRow(peers),
    checkCachedRow(peers),
    checkTokenRow(peers, 131_072),
    checkTokenRow(peers, 1_048_576),
  ]
}

/** From the encoded list to one status, nothing cached. One entry in a hundred is set. */
function checkRow(peers: Peers): Row {
  const length = 131_072
  return {
    name: `status-list/bitstring/check-${length}`,
    async prepare() {
      const bytes = await peers.randomBits(length, 0.01)
      const encodedList = `u${gzipSync(bytes).toString('base64url')}`
      const list = listCredential(encodedList)
      const entry = createStatusListEntry({ url: URL, purpose: 'revocation', index: INDEX })
      const own = () => {
        const verdict = readStatus(entry, list, { now: NOW })
        assert(verdict.verified)
        return verdict.value.value
      }
      const options = { length, density: 0.01, index: INDEX }
      const floor = await peers.peer('status-list', `zlib/gunzip-${length}/decode-and-check`, peers.document, options)
      const peer = await peers.peer(
        'status-list',
        `digitalbazaar/bitstring-${length}/decode-and-check`,
        peers.document,
        options,
      )
      assert.equal(own(), await floor(0))
      assert.equal(own(), Number(await peer(0)))
      return { own, floor, peer }
    },
  }
}

/** From the claims of a Status List Token to one status, nothing cached. One entry in a hundred is set. */
function checkTokenRow(peers: Peers, length: number): Row {
  return {
    name: `status-list/token/check-${length}`,
    async prepare() {
      const bytes = await peers.randomBits(length, 0.01)
      const lst = deflateSync(bytes).toString('base64url')
      const claims = { sub: URL, iat: NOW.getTime() / 1000, status_list: { bits: 1, lst } }
      const claim = createTokenStatusClaim({ url: URL, index: INDEX })
      const own = () => {
        const list = openTokenStatusList(claims, { now: NOW })
        assert(list.verified)
        const verdict = lookUpTokenStatus(claim, list.value, { now: NOW })
        assert(verdict.verified)
        return verdict.value.value
      }
      const options = { length, density: 0.01, index: INDEX }
      const named = (name: string) => peers.peer('status-list', name, peers.document, options)
      const floor = await named(`zlib/inflate-${length}/decode-and-check`)
      const peer = await named(`sd-jwt/status-list-${length}/decode-and-check`)
      assert.equal(own(), await floor(0))
      assert.equal(own(), await peer(0))
      return { own, floor, peer }
    },
  }
}

/** One bit of a million flipped and the list written again. */
function flipRow(peers: Peers): Row {
  const length = 1_048_576
  return {
    name: `status-list/bitstring/flip-${length}`,
    async prepare() {
      const start = await peers.randomBits(length, 0.01)
      const { statuses, encode } = createIncrementalEncoder(bitstringStatusesOf(new Uint8Array(start)))
      const own = (i: number) => {
        statuses.set(INDEX, 1 - (i % 2))
        return encode()
      }
      const bytes = Buffer.from(start)
      const floor = (i: number) => {
        const mask = 0x80 >> (INDEX & 7)
        const before = bytes.readUInt8(INDEX >> 3)
        bytes.writeUInt8(i % 2 === 0 ? before | mask : before & ~mask, INDEX >> 3)
        return `u${gzipSync(bytes, { level: 6 }).toString('base64url')}`
      }
      const options = { length, density: 0.01, index: INDEX }
      const peer = await peers.peer('status-list', `digitalbazaar/bitstring-${length}/encode`, peers.document, options)
      for (const i of [0, 1]) {
        const [expected, written] = [floor(i), own(i)].map((text) =>
          gunzipSync(Buffer.from(text.slice(1), 'base64url')),
        )
        assert.deepEqual(written, expected)
        for (const index of [0, INDEX, length - 1]) {
          assert.equal(await peers.readBitstring(own(i), index), statuses.get(index) === 1)
        }
      }
      return { own, floor, peer }
    },
  }
}

/** One status from a list that was opened before. No peer keeps opened lists. */
function checkCachedRow(peers: Peers): Row {
  return {
    name: 'status-list/bitstring/check-cached',
    async prepare() {
      const bytes = await peers.randomBits(131_072, 0.01)
      const opened = openStatusList(listCredential(encodeBitstring(bitstringStatusesOf(bytes))), { now: NOW })
      assert(opened.verified)
      const entries = Array.from({ length: 1024 }, (_, i) =>
        createStatusListEntry({ url: URL, purpose: 'revocation', index: (i * 7919) % 131_072 }),
      )
      const own = (i: number) => {
        const verdict = lookUpStatus(entries[i % 1024], opened.value, { now: NOW })
        assert(verdict.verified)
        return verdict.value.value
      }
      const floor = (i: number) => {
        const index = Number(entries[i % 1024]?.statusListIndex)
        return ((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1
      }
      for (let i = 0; i < 1024; i++) assert.equal(own(i), floor(i))
      return { own, floor }
    },
  }
}

function listCredential(encodedList: string) {
  const issuer = 'did:example:issuer'
  return createStatusListCredential({ url: URL, issuer, purpose: 'revocation', encodedList, validFrom: NOW })
}
