import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const DEMO = fileURLToPath(new URL('../dist/demo.js', import.meta.url))
const REGISTER = fileURLToPath(
  new URL(
    '../../../spec/data/energy/lsr-bnetza/ladesaeulenregister-2019-07-19-50hertz-area-sample.csv',
    import.meta.url,
  ),
)
let folder: string

function run(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [DEMO, ...args], { timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr })
    })
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'energy-ssi-demo-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('npm run demo', () => {
  it('tells the whole story on the bundled samples', { timeout: 60_000 }, async () => {
    const { code, output } = await run()
    expect(output).toContain('123 charging stations are listed; 120 rows are sound.')
    expect(output).toContain(
      "Skipped line 3: The meter's public key is invalid: its point is not on the curve (Public Key1).",
    )
    expect(output).toContain('25 operators have a did:web now, and each of their 120 stations one below it.')
    expect(output).toMatch(/eddsa-rdfc-2022: 120 credentials issued in \d+ ms; 120 of them verify/)
    expect(output).toMatch(/vc-jose: 120 credentials issued in \d+ ms; 120 of them verify/)
    expect(output).toContain('secp256r1 and is its identifier: did:jwk:')
    expect(output).toContain('150 Wh were charged.')
    expect(output).toContain('With one digit changed its readings are refused.')
    expect(output).toContain('900 sessions were reported; 870 are plausible')
    expect(output.match(/refused\. The credential was revoked\./g)).toHaveLength(2)
    expect(output.match(/its neighbour in the register: valid\./g)).toHaveLength(2)
    expect(output).toContain('240 of 240 credentials are there again, unchanged; 0 are lost.')
    expect(code).toBe(0)
  })

  it('takes other files, and reports each bad row with its reason', { timeout: 60_000 }, async () => {
    const [header, ...rows] = (await readFile(REGISTER, 'utf8')).split('\r\n')
    const impossible = rows[30]?.replace(/,(\d+),(Normal|Schnell)ladeeinrichtung/, ',9999,$2ladeeinrichtung')
    const stations = join(folder, 'stations.csv')
    await writeFile(stations, [header, rows[20], rows[21], impossible, 'broken"row'].join('\r\n'))
    const { code, output } = await run('--stations', stations)
    expect(output).toContain('4 charging stations are listed; 2 rows are sound.')
    expect(output).toContain('Skipped line 4: the station has more power than all its connectors')
    expect(output).toContain('Skipped line 5: a quote is not closed or stands inside a cell (the row).')
    expect(code).toBe(0)
  })

  it('says what is wrong with a file and fails', async () => {
    const { code, output } = await run('--stations', join(folder, 'absent.csv'))
    expect(output).toContain('The demo stopped: ENOENT')
    expect(code).toBe(1)
  })

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('--stations FILE.csv') })
    expect(await run('--nonsense')).toMatchObject({ code: 1, output: expect.stringContaining('Usage: npm run demo') })
  })
})
