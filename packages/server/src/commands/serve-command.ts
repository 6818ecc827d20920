/** `energy-ssi serve`: the service, until it is stopped. */
import { serve } from '../serve.ts'
import { type Command, readOptions } from './command.ts'

/** The command. */
export const serveCommand: Command = {
  name: 'serve',
  failure: 1,
  help: `Usage: energy-ssi serve

Runs the service. Settings come from the environment:
  HOST          address to listen on (127.0.0.1)
  PORT          port to listen on (3000)
  BASE_URL      origin under which clients reach the service (http://HOST:PORT)
  DATA_DIR      folder of the embedded database and the local key (./data)
  DATABASE_URL  PostgreSQL to use instead of the embedded database
  LOG_LEVEL     silent, fatal, error, warn, info, debug or trace (info)
  CONFIG_FILE   instances and policies (energy-ssi.config.json, if it is there)
`,
  async run(args, terminal) {
    readOptions(args, {})
    return serve(process.env, process.cwd(), terminal)
  },
}
