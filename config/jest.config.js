import { availableParallelism } from 'node:os'

// `npm test` runs everything that needs nothing but Node. The slower suites (real phones, a real browser) are chosen
// with RUNDRUF_SUITE and live in folders of their own, so that nobody waits for them by accident.
const suites = {
  default: {
    testMatch: ['<rootDir>/tests/**/*.test.{ts,tsx}'],
    not: ['/phones/', '/browser/'],
    // Journeys listen in real time and wait more than they compute; whoever computes has the time in between.
    workersForEachCore: 1.5,
  },
  phones: { testMatch: ['<rootDir>/tests/phones/**/*.test.ts'], not: [], workersForEachCore: 1 },
  browser: {
    testMatch: ['<rootDir>/tests/browser/**/*.test.{ts,tsx}'],
    not: [],
    workersForEachCore: 1,
  },
}
const suite = suites[process.env.RUNDRUF_SUITE ?? 'default']

if (!process.env.TEST_POSTGRES_URL) {
  process.stderr.write(
    'Postgres is left out: TEST_POSTGRES_URL="$(.ci/postgres)" npm test runs the store on it too.\n',
  )
}

/** @type {import('jest').Config} */
export default {
  rootDir: '..',
  testMatch: suite.testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...suite.not],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: '<rootDir>/config/jest-environment.js',
  // What a test file leaves behind goes with its context; Jest would take it apart piece by piece.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  setupFiles: ['<rootDir>/tests/kit/both-errors.ts'],
  testTimeout: 40_000,
  testSequencer: '<rootDir>/config/jest-order.js',
  maxWorkers: Math.ceil(availableParallelism() * suite.workersForEachCore),
}
