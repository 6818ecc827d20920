/** ESLint for what needs types, and for time, chance and network by the back door; biome does the rest. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'eslint/config'
import { parser, plugin } from 'typescript-eslint'

const root = fileURLToPath(new URL('..', import.meta.url))

const TIME = 'Time is an argument: take a Clock.'
const CHANCE = 'Randomness is an argument: take RandomBytes.'
const NETWORK = 'The network is an argument: take a Fetch.'

const timeAndChance = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: TIME },
  { selector: "MemberExpression[object.property.name='Date'][property.name='now']", message: TIME },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME },
  { selector: "CallExpression[callee.name='Date']", message: TIME },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: CHANCE },
  { selector: "VariableDeclarator[init.name='Math'] Property[key.name='random']", message: CHANCE },
]
const network = [
  {
    selector: "MemberExpression[object.name=/^(globalThis|global|self|window)$/][property.name='fetch']",
    message: NETWORK,
  },
]

const tests = ['test/**', 'packages/*/test/**', 'examples/*/test/**']

export default defineConfig([
  { basePath: root, ignores: ['**/dist/**', '**/coverage/**', 'data/**', 'test/bench/peers/**'] },
  {
    basePath: root,
    files: ['**/*.{ts,js,mjs}'],
    linterOptions: { noInlineConfig: true },
    languageOptions: { parser },
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', message: NETWORK }],
      'no-restricted-syntax': ['error', ...timeAndChance, ...network],
    },
  },
  {
    basePath: root,
    files: tests,
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': ['error', ...timeAndChance] },
  },
  {
    basePath: root,
    files: ['**/defaults.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': 'off' },
  },
  {
    basePath: root,
    files: ['**/*.ts'],
    languageOptions: {
      // With CI set, the parser would take every run for a single one and keep the first text it saw of a file.
      parserOptions: { projectService: true, disallowAutomaticSingleRunInference: true, tsconfigRootDir: root },
    },
    plugins: { '@typescript-eslint': plugin },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    basePath: root,
    files: tests.map((folder) => `${folder}/*.ts`),
    languageOptions: { parserOptions: { projectService: false, project: ['test/tsconfig.json'] } },
  },
])
