/** The energy-ssi reference service: Fastify plugins, and the app that composes them. */
export { type AppParts, createApp } from './app.ts'
export type {
  Config,
  FailureStatus,
  HolderConfig,
  IssuerConfig,
  Retention,
  VerifierConfig,
} from './config/config.ts'
export { ConfigError, type ConfigErrorCode } from './config/config-error.ts'
export { type ConfigFile, configFileSchema } from './config/config-file-schema.ts'
export { LOG_LEVELS, type LogLevel } from './config/log-level.ts'
export { type Environment, readConfig } from './config/read-config.ts'
export type { HostedDids } from './hosted-dids.ts'
export { createHttpApp, type HttpAppOptions } from './http/create-http-app.ts'
export type { LogStream } from './http/log.ts'
export { createMetrics, type Metrics } from './http/metrics.ts'
export type { ProblemAnswer } from './http/problem.ts'
export type { InstanceEntry } from './instances.ts'
export { type Listener, listen } from './listen.ts'
export { type DidRegistrationRoutesOptions, didRegistrationRoutes } from './plugins/did-registration.ts'
export { type DidResolutionRoutesOptions, didResolutionRoutes } from './plugins/did-resolution.ts'
export { type HealthRoutesOptions, healthRoutes } from './plugins/health.ts'
export { type HolderRoutesOptions, holderRoutes } from './plugins/holder.ts'
export { type HostedDidRoutesOptions, hostedDidRoutes } from './plugins/hosted-dids.ts'
export { type IssuerRoutesOptions, issuerRoutes } from './plugins/issuer.ts'
export { type StatusListRoutesOptions, statusListRoutes } from './plugins/status-lists.ts'
export { type VerifierRoutesOptions, verifierRoutes } from './plugins/verifier.ts'
export {
  createServices,
  type MountedHolder,
  type MountedIssuer,
  type MountedVerifier,
  openServices,
  type ServiceParts,
  type Services,
} from './services.ts'
