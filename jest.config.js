/** Tests run as native ES modules; swc strips the types, nothing is type-checked here (`npm run check` does that). */
export default {
  testMatch: ['<rootDir>/tests/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  globalSetup: '<rootDir>/tests/support/jest-setup.ts',
  globalTeardown: '<rootDir>/tests/support/jest-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/tests/support/jest-each-file.ts'],
  // Only ends what would never end: a busy machine may take its time.
  testTimeout: 180_000,
  maxWorkers: 2,
}
