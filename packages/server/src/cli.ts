#!/usr/bin/env node
/** The command `energy-ssi`. */
import type { Terminal } from './serve.ts'
import { VERSION } from './version.ts'

const HELP = `energy-ssi ${VERSION}: verifiable credentials for the power system

Usage: energy-ssi <command>

Commands
  serve        runs the service until it is stopped

Options
  --help       shows this, or the help of a command
  --version    shows the version
`

const SERVE_HELP = `Usage: energy-ssi serve

Runs the service. Settings come from the environment:
  HOST          address to listen on (127.0.0.1)
  PORT          port to listen on (3000)
  BASE_URL      origin under which clients reach the service (http://HOST:PORT)
  DATA_DIR      folder of the embedded database and the local key (./data)
  DATABASE_URL  PostgreSQL to use instead of the embedded database
  LOG_LEVEL     silent, fatal, error, warn, info, debug or trace (info)
  CONFIG_FILE   instances and policies (energy-ssi.config.json, if it is there)
`

const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  onStopSignal: (stop) => {
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  },
  onCrash: (report) => process.on('uncaughtException', report),
  exit: (code) => process.exit(code),
}

async function main([command, ...options]: readonly string[]): Promise<number> {
  if (command === '--version' || command === '-v') {
    terminal.out(`${VERSION}\n`)
    return 0
  }
  if (command === '--help' || command === '-h') {
    terminal.out(HELP)
    return 0
  }
  if (command !== 'serve') {
    terminal.err(`${command === undefined ? 'A command is missing.' : `There is no command "${command}".`}\n\n${HELP}`)
    return 1
  }
  if (options.includes('--help') || options.includes('-h')) {
    terminal.out(SERVE_HELP)
    return 0
  }
  if (options.length > 0) {
    terminal.err(`serve takes no argument "${options[0]}".\n\n${SERVE_HELP}`)
    return 1
  }
  // Loaded only now: help and version answer at once.
  const { serve } = await import('./serve.ts')
  return serve(process.env, process.cwd(), terminal)
}

// Lets what was written reach its reader before the process ends.
process.exitCode = await main(process.argv.slice(2))
