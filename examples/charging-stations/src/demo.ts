/** The demo: reads top to bottom as the sentences it prints. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { systemClock } from '@energy-ssi/core'
import { readChargingSessions, readStationRegister } from '@energy-ssi/energy'
import { FORMATS, fetchAgain, type IssuedCredential, issueAll, revoke, verify, verifyAll } from './credentials.ts'
import { identifyStations } from './identifiers.ts'
import { checkMeter } from './meter.ts'
import { type DemoOptions, readOptions } from './options.ts'
import { freePort, type Service, startService } from './service.ts'

const say = (sentence: string) => process.stdout.write(`${sentence}\n`)

async function tell(options: DemoOptions, dataDir: string): Promise<void> {
  const port = await freePort()
  let service = await startService(dataDir, port)
  try {
    say(`The service runs on ${service.baseUrl}, with a new database.`)
    const issued = await giveCredentials(options.stations, service)
    await checkReadings(options.ocmf, service)
    await checkSessions(options.sessions)
    const [revoked, neighbour] = await revokeOne(issued, service)

    say('\nRestart')
    await service.stop()
    service = await startService(dataDir, port)
    await compareAfterRestart(issued, revoked, neighbour, service)
  } finally {
    await service.stop()
  }
}

async function giveCredentials(file: string, service: Service): Promise<readonly IssuedCredential[]> {
  say('\nThe register')
  const { accepted, refused } = readStationRegister(await readFile(file))
  say(`${accepted.length + refused.length} charging stations are listed; ${accepted.length} rows are sound.`)
  for (const { line, field, reason } of refused) {
    say(`  Skipped line ${line}: ${reason.replace(/\.$/, '')} (${field || 'the row'}).`)
  }
  const keys = accepted.flatMap(({ connectors }) => connectors.flatMap(({ meterKey }) => meterKey ?? []))
  const curves = [...new Set(keys.map(({ curve }) => curve))].join(', ')
  if (keys.length > 0) say(`They publish ${keys.length} meter keys (${curves}), which are carried as they are.`)

  say('\nIdentifiers and credentials')
  const { operators, stations } = await identifyStations(accepted, service)
  say(`${operators.size} operators have a did:web now, and each of their ${stations.length} stations one below it.`)
  const issued: IssuedCredential[] = []
  for (const format of FORMATS) {
    const start = performance.now()
    const credentials = await issueAll(stations, format, systemClock(), service)
    const issuedMs = performance.now() - start
    const verdicts = await verifyAll(credentials, service)
    const verifiedMs = performance.now() - start - issuedMs
    const good = verdicts.filter(({ verified }) => verified).length
    say(
      `${format}: ${credentials.length} credentials issued in ${issuedMs.toFixed(0)} ms; ` +
        `${good} of them verify, checked in ${verifiedMs.toFixed(0)} ms.`,
    )
    if (good < credentials.length) throw new Error(`A fresh credential does not verify: ${JSON.stringify(verdicts)}`)
    issued.push(...credentials)
  }
  return issued
}

async function checkReadings(file: string, service: Service): Promise<void> {
  say('\nThe meter')
  const { key, did, energy, reasons, forgeryRefused } = await checkMeter(await readFile(file), service)
  say(
    `Its key is on ${key.curve}${did === undefined ? ', for which no DID exists' : ` and is its identifier: ${did.slice(0, 40)}…`}.`,
  )
  if (energy === undefined) say(`Its readings are refused: ${reasons.join(' ')}`)
  else {
    const { begin, end, energyWh, meterSerial = 'without a number' } = energy
    say(
      `Meter ${meterSerial} signed ${begin.value} ${begin.unit} and ${end.value} ${end.unit}: ${energyWh} Wh were charged.`,
    )
  }
  say(`With one digit changed its readings are ${forgeryRefused ? 'refused' : 'ACCEPTED, which they must not be'}.`)
  if (!forgeryRefused) throw new Error('Forged readings were accepted.')
}

async function checkSessions(file: string): Promise<void> {
  say('\nCharging sessions')
  const { accepted, refused } = readChargingSessions(await readFile(file))
  const energyWh = accepted.reduce((sum, session) => sum + session.energyWh, 0)
  say(
    `${accepted.length + refused.length} sessions were reported; ${accepted.length} are plausible: ${energyWh} Wh in all.`,
  )
  for (const [reason, count] of countReasons(refused)) say(`  ${count} skipped: ${reason}.`)
}

function countReasons(refused: readonly { readonly reason: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { reason } of refused) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return counts
}

async function revokeOne(issued: readonly IssuedCredential[], service: Service) {
  say('\nRevocation')
  const [revoked, neighbour] = issued
  if (revoked === undefined || neighbour === undefined) throw new Error('Two stations are needed to tell them apart.')
  const ofStation = issued.filter(({ station }) => station === revoked.station)
  for (const credential of ofStation) await revoke(credential, service)
  say(`The ${ofStation.length} credentials of one station are revoked.`)
  await sayVerdicts(revoked, neighbour, service)
  return [revoked, neighbour] as const
}

async function compareAfterRestart(
  issued: readonly IssuedCredential[],
  revoked: IssuedCredential,
  neighbour: IssuedCredential,
  service: Service,
): Promise<void> {
  let lost = 0
  for (const credential of issued) {
    if (!isDeepStrictEqual(await fetchAgain(credential, service), credential.verifiableCredential)) lost++
  }
  say(`${issued.length - lost} of ${issued.length} credentials are there again, unchanged; ${lost} are lost.`)
  if (lost > 0) throw new Error('Credentials were lost.')
  await sayVerdicts(revoked, neighbour, service)
}

async function sayVerdicts(revoked: IssuedCredential, neighbour: IssuedCredential, service: Service): Promise<void> {
  const [first, second] = [
    await verify(revoked.verifiableCredential, service),
    await verify(neighbour.verifiableCredential, service),
  ]
  say(
    `${place(revoked)}: ${first.verified ? 'VALID, although it was revoked' : `refused. ${first.reasons.join(' ')}.`}`,
  )
  say(
    `${place(neighbour)}, its neighbour in the register: ${second.verified ? 'valid.' : 'REFUSED, although nobody revoked it'}`,
  )
  if (first.verified || !second.verified) throw new Error('The revocation did not do what it should.')
}

function place({ station: { row } }: IssuedCredential): string {
  return `${row.operator}, ${row.address}, ${row.city}`
}

const options = readOptions(process.argv.slice(2))
if ('text' in options) {
  process.stdout.write(options.text)
  process.exitCode = options.failed ? 1 : 0
} else {
  const dataDir = await mkdtemp(join(tmpdir(), 'energy-ssi-demo-'))
  try {
    await tell(options, dataDir)
    say('\nDone.')
  } catch (error) {
    process.stderr.write(`\nThe demo stopped: ${(error as Error).message}\n`)
    process.exitCode = 1
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}
