import { configDefaults, defineConfig } from 'vitest/config'

const conditions = ['@energy-ssi/source', 'module', 'node', 'development|production']

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // Needs libraries of its own: `npm run test:interop`.
    exclude: [...configDefaults.exclude, 'test/interop/**'],
    // Vitest leaves one core free, which of two is half of the machine.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/closing-line.ts'],
  },
})
