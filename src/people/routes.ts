import { accountRoutes } from './accounts/routes.ts'
import { keyRoutes } from './key/routes.ts'
import { organisationRoutes } from './organisation/routes.ts'
import { personRoutes } from './person/routes.ts'
import type { PeopleOptions, Served } from './serve.ts'

export const peopleRoutes = (options: PeopleOptions): readonly Served[] => [
  ...accountRoutes(options),
  ...organisationRoutes(options),
  ...personRoutes(options),
  ...keyRoutes,
]
