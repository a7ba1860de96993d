import { resolve } from 'node:path'
import tseslint from 'typescript-eslint'

const root = resolve(import.meta.dirname, '..')
/** The same that `npm run types` looks through. */
const projects = ['tsconfig.json', 'tests/browser/tsconfig.json', 'src/web/browser/tsconfig.json']

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'node_modules/', 'coverage/', 'config/', '**/*.js', '**/*.mjs'] },
  tseslint.configs.strictTypeChecked,
  {
    // The three by name: a service that looks for them, made for editors, computes a quarter more and keeps half as much again.
    languageOptions: { parserOptions: { project: projects, tsconfigRootDir: root } },
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      // The compiler allows no enums (erasableSyntaxOnly); looking for them took a tenth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
    },
  },
  {
    // Number-crunching loops: an index that the loop itself bounds may be taken as present.
    files: ['src/switch/media/**', 'src/switch/sip/**', 'tests/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // A test file is a list of sentences, as long as it needs to be; a describe() is not a function to shorten.
    files: ['tests/**'],
    rules: { 'max-lines-per-function': 'off', 'no-console': 'off' },
  },
)
