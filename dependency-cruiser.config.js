// The import map of the house as law: which package, and within the server which room, may import which.

/** @type {Record<string, string[]>} */
const packages = {
  contract: [],
  'ffmpeg-language': [],
  sdk: ['contract'],
  mcp: ['contract', 'sdk'],
  cli: ['contract', 'ffmpeg-language', 'sdk', 'mcp'],
  dashboard: ['contract', 'ffmpeg-language', 'sdk'],
  server: ['contract', 'ffmpeg-language', 'sdk', 'mcp'],
};

/** Rooms of the server, from the ground up; each may also import itself, `contract` and `log.ts`.
 * @type {Record<string, string[]>} */
const rooms = {
  domain: [],
  present: ['domain'],
  store: ['domain'],
  net: ['domain'],
  sandbox: ['domain'],
  queue: ['domain', 'store'],
  storage: ['domain', 'net'],
  programs: ['domain', 'sandbox'],
  services: ['domain', 'present', 'store', 'queue', 'storage'],
  http: ['domain', 'present', 'services'],
  worker: ['domain', 'services', 'queue', 'storage', 'net', 'sandbox', 'programs'],
  webhooks: ['domain', 'services', 'queue', 'net'],
  provision: [],
};

/** Modules that only some places may use: what reaches outside the process has one door.
 * @type {Record<string, string>} */
const doors = {
  '^(node:)?child_process$': '^packages/(server/src/(sandbox|provision)/|cli/src/commands/up\\.ts$)',
  '/node_modules/pg/': '^packages/server/src/(store|queue)/',
  '/node_modules/undici/': '^packages/server/src/net/',
  '/node_modules/(fastify|@fastify/[^/]+)/': '^packages/server/src/http/',
};

const root = 'packages/server/src';

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(packages).map(([name, allowed]) => ({
      name: `package-${name}`,
      severity: 'error',
      from: { path: `^packages/${name}/src/` },
      to: {
        path: '^packages/',
        pathNot: [`^packages/${name}/`, ...allowed.map((other) => `^packages/${other}/src/(index|node|stdio)\\.ts$`)],
      },
    })),
    ...Object.entries(rooms).map(([name, allowed]) => ({
      name: `room-${name}`,
      severity: 'error',
      from: { path: `^${root}/${name}/` },
      to: { path: `^${root}/`, pathNot: [`^${root}/(${[name, ...allowed].join('|')})/`, `^${root}/log\\.ts$`] },
    })),
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: `^${root}/domain/`, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    ...Object.entries(doors).map(([module, home]) => ({
      name: `only-in ${home}`,
      severity: 'error',
      from: { path: '^packages/[^/]+/src/', pathNot: [home, `^${root}/log\\.ts$`, '\\.test\\.ts$'] },
      to: { path: module },
    })),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['\\.test\\.ts$', '^packages/dashboard/dist/'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
