import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { RouterProvider as LinkProvider } from 'react-aria-components'
import { queries } from './call.ts'
import { Languages } from './language.tsx'
import { router } from './router.tsx'
import './style.css'

const root = document.getElementById('portal')
if (root === null) throw new Error('index.html has no element for the portal')

/** Every link of react-aria goes through the one history; a link to a file or to another host does not come here. */
const go = (href: string): void => router.history.push(href)

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Languages>
        <LinkProvider navigate={go}>
          <RouterProvider router={router} />
        </LinkProvider>
      </Languages>
    </QueryClientProvider>
  </StrictMode>,
)

// Pages and proofs for who has no signal: a technician in a cold aisle. Only where the browser allows it.
if ('serviceWorker' in navigator && import.meta.env.PROD)
  void navigator.serviceWorker.register('/worker.js').catch(() => undefined)
