import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { NotFound, Wrong } from './frame/not-found.tsx'
import { SignedIn } from './frame/signed-in.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Wrong })
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: SignedIn })

const open = [
  createRoute({ getParentRoute: () => root, path: '/sign-in', component: lazyRouteComponent(() => import('./people/sign-in-page.tsx'), 'SignInPage') }),
  createRoute({ getParentRoute: () => root, path: '/link/$token', component: lazyRouteComponent(() => import('./people/link-page.tsx'), 'LinkPage') }),
  createRoute({ getParentRoute: () => root, path: '/ui', component: lazyRouteComponent(() => import('./ui/gallery-page.tsx'), 'GalleryPage') }),
]

const pages = [
  createRoute({ getParentRoute: () => inside, path: '/', component: lazyRouteComponent(() => import('./market/today-page.tsx'), 'TodayPage') }),
]

const tree = root.addChildren([...open, inside.addChildren(pages)])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // Plain text in the address: what a person would type there.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(Object.entries(search).map(([k, v]) => [k, String(v)])).toString()
    return text === '' ? '' : `?${text}`
  },
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: Wrong,
})
