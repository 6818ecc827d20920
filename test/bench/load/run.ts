/** `npm run bench:load [-- --json]`: the reference service with durable storage, over HTTP at 32 connections. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ENERGY_CONTEXT_URL } from '@energy-ssi/energy'
import { type Fired, fire } from './fire.ts'

/** One row: requests per second with storage, and the same route without, in the same run. */
interface LoadRow extends Fired {
  readonly name: string
  readonly floorPerSecond: number
  readonly rssMiB: number
}

interface Host {
  readonly service: string
  readonly floor: string
  readonly process: ChildProcess
}

const HOST = fileURLToPath(new URL('./host.js', import.meta.url))
const WARM_SECONDS = 2
const SECONDS = 6
const { values: options } = parseArgs({ options: { json: { type: 'boolean' } } })
const print = options.json === true ? () => undefined : (line: string) => process.stdout.write(`${line}\n`)
const credential = {
  '@context': ['https://www.w3.org/ns/credentials/v2', ENERGY_CONTEXT_URL],
  type: ['VerifiableCredential', 'ChargingStationCredential'],
  validFrom: '2026-01-01T00:00:00Z',
  validUntil: '2030-12-31T00:00:00Z',
  credentialSubject: {
    id: 'did:web:cpo.example:evse:BEELME000001',
    type: 'ChargingStation',
    coordinates: { latitude: 52.52, longitude: 13.405 },
    connectors: [
      {
        connectorId: '1',
        standard: 'IEC_62196_T2',
        format: 'SOCKET',
        powerType: 'AC_3_PHASE',
        maxElectricPower: 22_000,
      },
      {
        connectorId: '2',
        standard: 'IEC_62196_T2',
        format: 'SOCKET',
        powerType: 'AC_3_PHASE',
        maxElectricPower: 22_000,
      },
    ],
    maxElectricPower: 44_000,
  },
}
const body = JSON.stringify({ credential })

const folder = await mkdtemp(join(tmpdir(), 'energy-ssi-load-'))
try {
  await measureAll()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measureAll(): Promise<void> {
  print(
    `node ${process.version}, 32 connections, load generator on the same machine, ${SECONDS} s each, body of ${body.length} bytes`,
  )
  const host = await startHost('group')
  const rows: LoadRow[] = []
  try {
    const echo = await measure(`${host.floor}/echo`, [body], 200)
    print(`echo route: ${echo.perSecond} requests per second\n`)
    for (const issuer of ['vc-jose', 'eddsa-rdfc-2022']) {
      rows.push(await row(`server/issue-${issuer}`, `/issuers/${issuer}/credentials/issue`, [body], 201, host))
    }
    const credentials = await issueSome(host, 32)
    rows.push(await row('server/verify-vc-jose', '/verifiers/default/credentials/verify', credentials, 200, host))
    const grouped = rows[0] as LoadRow
    const single = await singleTransactions()
    const ratio = (grouped.perSecond / single.perSecond).toFixed(2)
    print(
      `\none transaction each: ${single.perSecond} issued per second, p99 ${single.p99ms} ms; group commit is ${ratio} times that`,
    )
  } finally {
    await stopHost(host)
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(rows)}\n`)
}

async function row(
  name: string,
  path: string,
  bodies: readonly string[],
  status: number,
  host: Host,
): Promise<LoadRow> {
  const own = await measure(host.service + path, bodies, status)
  const rssMiB = await residentMiB(host.process)
  const { perSecond: floorPerSecond } = await measure(host.floor + path, bodies, name.includes('verify') ? 200 : status)
  const ofFloor = ((100 * own.perSecond) / floorPerSecond).toFixed(0)
  print(
    `${name.padEnd(32)}${String(own.perSecond).padStart(7)}/s   p50 ${own.p50ms} ms   p99 ${own.p99ms} ms   ` +
      `without storage ${floorPerSecond}/s (${ofFloor} %)   ${rssMiB} MiB`,
  )
  return { name, ...own, floorPerSecond, rssMiB }
}

async function measure(url: string, bodies: readonly string[], expected: number): Promise<Fired> {
  await fire({ url, bodies, expected }, WARM_SECONDS)
  return fire({ url, bodies, expected }, SECONDS)
}

async function singleTransactions(): Promise<Fired> {
  const host = await startHost('single')
  try {
    return await measure(`${host.service}/issuers/vc-jose/credentials/issue`, [body], 201)
  } finally {
    await stopHost(host)
  }
}

/** Different credentials, so that a cache of whole results would not count. */
async function issueSome(host: Host, count: number): Promise<string[]> {
  const bodies: string[] = []
  for (let i = 0; i < count; i++) {
    const response = await fetch(`${host.service}/issuers/vc-jose/credentials/issue`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    bodies.push(await response.text())
  }
  return bodies
}

async function startHost(grouping: 'group' | 'single'): Promise<Host> {
  const dataDir = await mkdtemp(join(folder, `${grouping}-`))
  const child = spawn(process.execPath, [HOST, dataDir, grouping], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    const { service, floor } = JSON.parse(line) as { service: string; floor: string }
    return { service, floor, process: child }
  }
  throw new Error('The service under load did not start.')
}

async function stopHost({ process: child }: Host): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Resident memory; 0 where the system does not tell. */
async function residentMiB({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024)
}
