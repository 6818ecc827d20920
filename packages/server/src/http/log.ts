/** What may be logged: an allow-list. No URL, header, body or foreign error message is ever written. */
import { type Clock, SsiError } from '@energy-ssi/core'
import type { FastifyInstance } from 'fastify'
import type { LogLevel } from '../config/log-level.ts'
import { RequestError } from './problem.ts'

/** An error as it is logged. */
export interface LoggedError {
  /** The error's name. */
  readonly type: string
  readonly code?: string
  /** Messages of foreign errors may repeat the input: theirs is empty. */
  readonly message: string
  /** Where it was thrown, without the message. */
  readonly stack: string
  readonly cause?: LoggedError
}

const MAX_FRAMES = 12
const MAX_CAUSES = 3

/** The loggable part of an error and of what caused it. */
export function logged(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const { code } = error as NodeJS.ErrnoException
  const own = error instanceof SsiError || error instanceof RequestError
  return {
    type: error.name,
    ...(typeof code === 'string' && /^[\w-]{1,64}$/.test(code) && { code }),
    message: own ? error.message : '',
    stack: framesOf(error),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: logged(error.cause, depth + 1) }),
  }
}

function framesOf(error: Error): string {
  // The stack starts with the message, whose lines may look like anything: only what follows it is kept.
  const stack = error.stack ?? ''
  const start = stack.indexOf(error.message) + error.message.length
  return stack
    .slice(Math.max(0, start))
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .join('\n')
}

/** Where log lines go. */
export interface LogStream {
  write(line: string): void
}

/** What the framework logs when it listens; the command says so itself. */
export const LISTENING = 'listening'

/** Options of the framework's logger that keep it to the allow-list, whatever it is asked to log. */
export function loggerOptions(level: LogLevel, stream: LogStream, clock: Clock) {
  return {
    level,
    stream,
    base: null,
    timestamp: () => `,"time":"${clock().toISOString()}"`,
    hooks: {
      logMethod<Args extends unknown[]>(this: unknown, args: Args, method: (...args: Args) => void) {
        if (args[0] !== LISTENING) method.apply(this, args)
      },
    },
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: (error: unknown) => ({ ...(isLogged(error) ? error : logged(error)) }),
      req: ({ method }: { readonly method: string }) => ({ method }),
      res: ({ statusCode }: { readonly statusCode: number }) => ({ statusCode }),
    },
  }
}

function isLogged(error: unknown): error is LoggedError {
  return !(error instanceof Error) && typeof error === 'object' && error !== null && 'stack' in error
}

/** Writes a line for every request at level `debug`. Always, it would cost small answers two fifths of their throughput. */
export function logRequests(app: FastifyInstance, level: LogLevel): void {
  if (level !== 'debug' && level !== 'trace') return
  app.addHook('onResponse', (request, reply, done) => {
    app.log.debug({
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unmatched',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    })
    done()
  })
}
