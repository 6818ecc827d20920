/** How much the service logs. */

/** Names of the levels, most severe first. `debug` and `trace` add a line for every request. */
export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** A level. */
export type LogLevel = (typeof LOG_LEVELS)[number]
