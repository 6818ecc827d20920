#!/usr/bin/env node
/** The command `energy-ssi`. */
import type { Command } from './commands/command.ts'
import type { Terminal } from './serve.ts'
import { VERSION } from './version.ts'

/** The commands by name. Each is loaded when it is called or its help is asked for: the list answers at once. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  serve: {
    summary: 'runs the service until it is stopped',
    load: async () => (await import('./commands/serve-command.ts')).serveCommand,
  },
  'credential sign': {
    summary: 'secures a credential with a key from a file',
    load: async () => (await import('./commands/credential-sign.ts')).credentialSign,
  },
  'credential derive': {
    summary: 'discloses a part of a credential',
    load: async () => (await import('./commands/credential-derive.ts')).credentialDerive,
  },
  'credential verify': {
    summary: 'prints the verdict on a credential as JSON',
    load: async () => (await import('./commands/credential-verify.ts')).credentialVerify,
  },
  'presentation sign': {
    summary: 'secures a presentation with a key from a file',
    load: async () => (await import('./commands/presentation-sign.ts')).presentationSign,
  },
  'presentation verify': {
    summary: 'prints the verdict on a presentation as JSON',
    load: async () => (await import('./commands/presentation-verify.ts')).presentationVerify,
  },
  'keys generate': {
    summary: 'writes a new private key as JWK',
    load: async () => (await import('./commands/keys-generate.ts')).keysGenerate,
  },
}

const HELP = `energy-ssi ${VERSION}: verifiable credentials for the power system

Usage: energy-ssi <command>

Commands
${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(22)}${summary}`)
  .join('\n')}

Options
  --help                shows this, or the help of a command
  --version             shows the version
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

const isHelp = (word: string | undefined) => word === '--help' || word === '-h'

async function main(words: readonly string[]): Promise<number> {
  const [first, second] = words
  if (first === '--version' || first === '-v') {
    terminal.out(`${VERSION}\n`)
    return 0
  }
  const name = Object.keys(COMMANDS).find((each) => each === first || each === `${first} ${second}`)
  const isGroup = Object.keys(COMMANDS).some((each) => each.startsWith(`${first} `))
  if (isHelp(first) || (isGroup && isHelp(second))) {
    terminal.out(HELP)
    return 0
  }
  if (name === undefined) {
    const called = isGroup ? words.slice(0, 2).join(' ') : first
    terminal.err(`${first === undefined ? 'A command is missing.' : `There is no command "${called}".`}\n\n${HELP}`)
    return 1
  }
  return call(await (COMMANDS[name] as (typeof COMMANDS)[string]).load(), words.slice(name.split(' ').length))
}

async function call(command: Command, args: readonly string[]): Promise<number> {
  if (args.some(isHelp)) {
    terminal.out(command.help)
    return 0
  }
  const { CommandError } = await import('./commands/command.ts')
  try {
    return await command.run(args, terminal)
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    terminal.err(`energy-ssi: ${error.message}\n${error.usage ? `\n${command.help}` : ''}`)
    return command.failure
  }
}

// Lets what was written reach its reader before the process ends.
process.exitCode = await main(process.argv.slice(2))
