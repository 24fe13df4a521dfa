import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { NotFound, Wrong } from './frame/not-found.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: Wrong })
/** The frame and what it reads come with the first page inside: who signs in does not wait for them. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: lazyRouteComponent(() => import('./frame/signed-in.tsx'), 'SignedIn'),
})

/** Each page is a file of its own that comes when it is first asked for. */
const outer = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component })
const page = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => inside, path, component })

const open = [
  outer(
    '/sign-in',
    lazyRouteComponent(() => import('./people/sign-in-page.tsx'), 'SignInPage'),
  ),
  outer(
    '/ui',
    lazyRouteComponent(() => import('./ui/gallery-page.tsx'), 'GalleryPage'),
  ),
  outer(
    '/time-to-light',
    lazyRouteComponent(() => import('./market/cross-connect/time-to-light-page.tsx'), 'TimeToLightPage'),
  ),
  outer(
    '/letters/check',
    lazyRouteComponent(() => import('./letter/check-page.tsx'), 'CheckPage'),
  ),
  outer(
    '/letters/check/$code',
    lazyRouteComponent(() => import('./letter/check-page.tsx'), 'CheckPage'),
  ),
]

const pages = [
  page(
    '/',
    lazyRouteComponent(() => import('./market/today-page.tsx'), 'TodayPage'),
  ),
  page(
    '/plan',
    lazyRouteComponent(() => import('./facility/plan-page.tsx'), 'PlanPage'),
  ),
  page(
    '/power',
    lazyRouteComponent(() => import('./facility/power-page.tsx'), 'PowerPage'),
  ),
  page(
    '/orders',
    lazyRouteComponent(() => import('./market/orders-page.tsx'), 'OrdersPage'),
  ),
  page(
    '/orders/new',
    lazyRouteComponent(() => import('./market/new-order-page.tsx'), 'NewOrderPage'),
  ),
  page(
    '/orders/$order',
    lazyRouteComponent(() => import('./market/order-page.tsx'), 'OrderPage'),
  ),
  page(
    '/services',
    lazyRouteComponent(() => import('./market/services-page.tsx'), 'ServicesPage'),
  ),
  page(
    '/services/$service',
    lazyRouteComponent(() => import('./market/service-page.tsx'), 'ServicePage'),
  ),
  page(
    '/letters',
    lazyRouteComponent(() => import('./letter/letters-page.tsx'), 'LettersPage'),
  ),
  page(
    '/letters/new',
    lazyRouteComponent(() => import('./letter/issue-page.tsx'), 'IssuePage'),
  ),
  page(
    '/letters/standing/new',
    lazyRouteComponent(() => import('./letter/standing-page.tsx'), 'StandingPage'),
  ),
  page(
    '/letters/$letter',
    lazyRouteComponent(() => import('./letter/letter-page.tsx'), 'LetterPage'),
  ),
  page(
    '/surveys',
    lazyRouteComponent(() => import('./survey/surveys-page.tsx'), 'SurveysPage'),
  ),
  page(
    '/surveys/new',
    lazyRouteComponent(() => import('./survey/new-survey-page.tsx'), 'NewSurveyPage'),
  ),
  page(
    '/surveys/$survey',
    lazyRouteComponent(() => import('./survey/survey-page.tsx'), 'SurveyPage'),
  ),
  page(
    '/moves/$service',
    lazyRouteComponent(() => import('./survey/move-page.tsx'), 'MovePage'),
  ),
  page(
    '/work',
    lazyRouteComponent(() => import('./market/work-page.tsx'), 'WorkPage'),
  ),
  page(
    '/work/$work',
    lazyRouteComponent(() => import('./market/work-order-page.tsx'), 'WorkOrderPage'),
  ),
  page(
    '/exchange',
    lazyRouteComponent(() => import('./exchange/members-page.tsx'), 'MembersPage'),
  ),
  page(
    '/organisations',
    lazyRouteComponent(() => import('./people/organisations-page.tsx'), 'OrganisationsPage'),
  ),
  page(
    '/organisations/$organisation',
    lazyRouteComponent(() => import('./people/organisation-page.tsx'), 'OrganisationPage'),
  ),
  page(
    '/account',
    lazyRouteComponent(() => import('./people/account-page.tsx'), 'AccountPage'),
  ),
  page(
    '/invoices',
    lazyRouteComponent(() => import('./billing/invoices-page.tsx'), 'InvoicesPage'),
  ),
  page(
    '/invoices/runs',
    lazyRouteComponent(() => import('./billing/runs-page.tsx'), 'RunsPage'),
  ),
  page(
    '/invoices/runs/new',
    lazyRouteComponent(() => import('./billing/try-run-page.tsx'), 'TryRunPage'),
  ),
  page(
    '/invoices/seller',
    lazyRouteComponent(() => import('./billing/seller-page.tsx'), 'SellerPage'),
  ),
  page(
    '/invoices/runs/$run',
    lazyRouteComponent(() => import('./billing/run-page.tsx'), 'RunPage'),
  ),
  page(
    '/invoices/$invoice',
    lazyRouteComponent(() => import('./billing/invoice-page.tsx'), 'InvoicePage'),
  ),
  page(
    '/import',
    lazyRouteComponent(() => import('./import/import-page.tsx'), 'ImportPage'),
  ),
  page(
    '/site',
    lazyRouteComponent(() => import('./site/site-page.tsx'), 'SitePage'),
  ),
  page(
    '/journal',
    lazyRouteComponent(() => import('./journal/journal-page.tsx'), 'JournalPage'),
  ),
]

export const router = createRouter({
  routeTree: root.addChildren([...open, inside.addChildren(pages)]),
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
