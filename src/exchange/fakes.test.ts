import { describe } from 'vitest'
import { fakeFabric } from './fake-fabric.ts'
import { fakeRouteServer } from './fake-route-server.ts'
import { fabricConformance } from './fabric.conformance.ts'
import { routeServerConformance } from './route-server.conformance.ts'

describe('the fake switch', () => fabricConformance(() => Promise.resolve(fakeFabric('sw1'))))
describe('the fake route server', () => routeServerConformance(() => Promise.resolve(fakeRouteServer('rs1'))))
