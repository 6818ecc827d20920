/** What the demo can be told on the command line. */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Input files: the bundled samples unless given. */
export interface DemoOptions {
  readonly stations: string
  readonly sessions: string
  readonly ocmf: string
}

const HELP = `Usage: npm run demo [-- OPTIONS]

Gives the charging stations of a public register identifiers and credentials, verifies them, checks signed meter
readings, revokes a station, and restarts the service to show that nothing is lost.

  --stations FILE.csv   a charging station register (Ladesäulenregister) in place of the bundled sample
  --sessions FILE.csv   charging sessions in place of the bundled sample
  --ocmf FILE           signed meter readings (OCMF in XML or JSON) in place of the bundled sample
  --help                this text
`

const sample = (path: string) => fileURLToPath(new URL(`../../../spec/data/energy/${path}`, import.meta.url))

/** Reads the options; for `--help` or a mistake the text to show instead. */
export function readOptions(
  args: readonly string[],
): DemoOptions | { readonly text: string; readonly failed: boolean } {
  const file = { type: 'string' } as const
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { stations: file, sessions: file, ocmf: file, help: { type: 'boolean' } },
    })
    if (values.help === true) return { text: HELP, failed: false }
    return {
      stations: values.stations ?? sample('lsr-bnetza/ladesaeulenregister-2019-07-19-50hertz-area-sample.csv'),
      sessions: values.sessions ?? sample('sessions/dundee-2018-08-20-week.csv'),
      ocmf: values.ocmf ?? sample('ocmf/ev-charging-ocmf.xml'),
    }
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${HELP}`, failed: true }
  }
}
