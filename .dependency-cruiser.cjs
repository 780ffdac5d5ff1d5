/** Who may import whom: the map of ARCHITECTURE.md as rules. */
const door = '^src/(bot|graphql|jobs|http)/'

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^src/domain/' },
      // Temporal is the language's own calendar arithmetic, pure; the polyfill goes when Node brings it: docs/decisions/0017.
      to: { pathNot: ['^src/domain/', '^node_modules/temporal-(polyfill|utils|spec)/'] },
    },
    {
      name: 'ports-are-contracts',
      severity: 'error',
      from: { path: '^src/ports/' },
      to: { pathNot: ['^src/(domain|ports)/', '^node_modules/zod/'] },
    },
    {
      name: 'operations-see-no-vendor',
      severity: 'error',
      from: { path: '^src/operations/' },
      to: {
        pathNot: ['^src/(domain|ports|db|operations)/', '^node_modules/zod/', '^node:crypto$', '^crypto$'],
      },
    },
    {
      name: 'operations-do-not-call-operations',
      severity: 'error',
      from: { path: '^src/operations/' },
      to: { path: '^src/operations/', pathNot: '^src/operations/deps\\.ts$' },
    },
    {
      name: 'db-sees-only-the-domain',
      severity: 'error',
      from: { path: '^src/db/', pathNot: '^src/db/generated/' },
      to: { path: '^src/', pathNot: '^src/(db|domain)/' },
    },
    {
      name: 'doors-do-not-know-each-other',
      severity: 'error',
      from: { path: door },
      to: { path: '^src/(bot|graphql|jobs|http)/', pathNot: '^src/$1/' },
    },
    {
      name: 'adapters-face-inward',
      severity: 'error',
      from: { path: '^src/adapters/' },
      to: { path: '^src/', pathNot: '^src/(adapters|ports|domain|db/client\\.ts)' },
    },
    {
      name: 'only-main-builds',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|cli/|adapters/|main/)' },
      to: { path: '^src/adapters/' },
    },
    {
      name: 'only-main-reads-config',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(main\\.ts|cli/|config/|main/)' },
      to: { path: '^src/config/' },
    },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^(src|sandbox)/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'config-stands-alone',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { pathNot: ['^src/config/', '^node_modules/zod/'] },
    },
    { name: 'sandbox-stands-alone', severity: 'error', from: { path: '^sandbox/' }, to: { path: '^src/' } },
    {
      name: 'sandbox-speaks-wire-protocols',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^node_modules/(@slack|postmark|openai|twilio|@prisma|pg-boss)/' },
    },
    {
      name: 'src-never-sees-sandbox',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(sandbox|tests|bench)/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(src|sandbox)/',
        pathNot: ['^src/db/generated/', '\\.d\\.ts$', '^sandbox/page/client/'],
      },
      to: {},
    },
    {
      name: 'dev-packages-stay-out-of-production',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: ['node_modules', '^src/db/generated/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types'] },
  },
}
