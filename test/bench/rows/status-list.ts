/** Status lists, beside @digitalbazaar/bitstring and node:zlib. */
import assert from 'node:assert/strict'
import { gunzipSync, gzipSync } from 'node:zlib'
import {
  createBits,
  createStatusListCredential,
  createStatusListEntry,
  decodeBitstring,
  encodeBitstring,
  lookUpStatus,
  openStatusList,
  readStatus,
} from '@energy-ssi/status-list'
import type { Peers } from '../load-peers.ts'
import type { Row } from '../row.ts'

const URL = 'https://issuer.example.org/status/3'
const INDEX = 94_567
const NOW = new Date('2026-11-22T12:00:00Z')

/** Rows `status-list/bitstring/…`. */
export function statusListRows(peers: Peers): readonly Row[] {
  return [checkRow(peers), flipRow(peers), checkCachedRow(peers)]
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
      assert.equal(Number(own()), await floor(0))
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
      const bits = createBits(length)
      bits.bytes.set(start)
      const own = (i: number) => {
        bits.set(INDEX, i % 2 === 0)
        return encodeBitstring(bits.bytes)
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
        const written = Buffer.from(floor(i).slice(1), 'base64url')
        assert.deepEqual(Buffer.from(decodeBitstring(own(i)).bytes), gunzipSync(written))
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
      const opened = openStatusList(listCredential(encodeBitstring(bytes)), { now: NOW })
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
        return (((bytes[index >> 3] ?? 0) >> (7 - (index & 7))) & 1) === 1
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
