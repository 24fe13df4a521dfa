import { ChevronDown, Menu as MenuIcon } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { type Language, languages, type Word } from '#kernel'
import { useSettings, useTongue } from '../language.tsx'
import { type Feed, useFeed } from '../live.tsx'
import { useNow } from '../now.ts'
import { paths } from '../paths.ts'
import { Link } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Mark, WorldSign } from '../ui/mark.tsx'
import { StatusMark } from '../ui/status-mark.tsx'
import { useMedia } from '../ui/width.ts'
import { w } from '../words.ts'
import { type Day, DayTrack } from './day-track.tsx'
import { Jump } from './jump.tsx'
import { hasRole, isStaff, type Session } from './session.ts'

interface Room {
  readonly word: Word
  readonly href: string
  /** The first part of every address in this room. */
  readonly under: readonly string[]
}

/** The rooms that this person has a page in. */
const roomsOf = (session: Session): readonly Room[] => {
  const staff = isStaff(session)
  return [
    { word: w.today, href: paths.today(), under: [''] },
    { word: w.plan, href: paths.plan(), under: ['plan'] },
    ...(staff ? [{ word: w.power, href: paths.power(), under: ['power'] }] : []),
    { word: w.orders, href: paths.orders(), under: ['orders', 'services', 'letters', 'surveys', 'moves'] },
    ...(hasRole(session, 'admin', 'engineer', 'technician', 'sales')
      ? [{ word: w.work, href: paths.work(), under: ['work'] }]
      : []),
    { word: w.exchange, href: paths.exchange(), under: ['exchange'] },
    { word: w.organisations, href: paths.organisations(), under: ['organisations'] },
    { word: w.invoices, href: paths.invoices(), under: ['invoices'] },
  ]
}

/** Files of members and services, or of readings. */
const mayImport = (session: Session): boolean => hasRole(session, 'admin', 'sales', 'engineer')

const isIn = (room: Room, path: string): boolean => room.under.includes(path.split('/')[1] ?? '')

const Languages = (): ReactNode => {
  const { t, language, speak } = useSettings()
  const name: Record<Language, string> = { fr: 'FR', en: 'EN' }
  const whole: Record<Language, string> = { fr: 'Français', en: 'English' }
  return (
    <div role="group" aria-label={t(w.language)} className="flex items-baseline gap-1">
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          aria-label={`${name[one]}, ${whole[one]}`}
          aria-pressed={language === one}
          onClick={() => speak(one)}
          className={`min-h-6 min-w-7 max-narrow:min-h-11 max-narrow:min-w-11 text-section ${language === one ? 'font-medium text-ink underline decoration-1 underline-offset-4' : 'text-ink-2 hover:text-ink'}`}
        >
          {name[one]}
        </button>
      ))}
    </div>
  )
}

const Account = ({ session, onSignOut }: { readonly session: Session; readonly onSignOut: () => void }): ReactNode => {
  const { t } = useTongue()
  const item = 'block cursor-pointer px-4 py-2 text-body data-focused:bg-wash outline-none'
  return (
    <MenuTrigger>
      <AriaButton className="inline-flex min-h-8 cursor-pointer items-center gap-1.5 text-body">
        <span className="max-w-32 truncate">{session.person.name}</span>
        <ChevronDown size={14} strokeWidth={1.5} aria-hidden="true" />
      </AriaButton>
      <Popover placement="bottom end" className="panel-in min-w-52 border border-ink bg-dial">
        <Menu className="py-1 outline-none" onAction={(key) => key === 'sign-out' && onSignOut()}>
          <MenuItem id="journal" href={paths.journal()} className={item}>
            {t(w.journal)}
          </MenuItem>
          {mayImport(session) && (
            <MenuItem id="import" href={paths.import()} className={item}>
              {t(w.import)}
            </MenuItem>
          )}
          <MenuItem id="site" href={paths.site()} className={item}>
            {t(w.site)}
          </MenuItem>
          <MenuItem id="account" href={paths.account()} className={item}>
            {t(w.account)}
          </MenuItem>
          <MenuItem id="sign-out" className={`${item} border-t border-rule`}>
            {t(w.signOut)}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

const RoomsLine = ({ rooms, path }: { readonly rooms: readonly Room[]; readonly path: string }): ReactNode => {
  const { t } = useTongue()
  return (
    <nav aria-label={t(w.rooms)} className="h-full">
      <ul className="flex h-full items-stretch gap-6 max-full:gap-4">
        {rooms.map((room) => {
          const here = isIn(room, path)
          return (
            <li key={room.href} className="relative flex items-center">
              <a
                href={room.href}
                aria-current={here ? 'page' : undefined}
                className={`flex min-h-8 items-center whitespace-nowrap text-section ${here ? 'font-semibold text-ink' : 'text-ink-2 hover:text-ink'}`}
              >
                {t(room.word)}
              </a>
              {here && (
                <svg
                  width="10"
                  height="10"
                  viewBox="0 0 10 10"
                  aria-hidden="true"
                  className="absolute bottom-0 left-1/2 -translate-x-1/2"
                >
                  <path d="M5 0 10 10H0z" fill="var(--color-steel)" />
                </svg>
              )}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

const PhoneMenu = ({
  session,
  rooms,
  path,
  onSignOut,
}: {
  readonly session: Session
  readonly rooms: readonly Room[]
  readonly path: string
  readonly onSignOut: () => void
}): ReactNode => {
  const { t } = useTongue()
  // Open on the page where it was opened: going to another closes it.
  const [openOn, setOpenOn] = useState<string | null>(null)
  const open = openOn === path
  const setOpen = (on: boolean): void => setOpenOn(on ? path : null)
  const line = 'flex min-h-12 w-full items-center border-b border-rule text-line text-left'
  const more = [
    { word: w.services, href: paths.services() },
    { word: w.journal, href: paths.journal() },
    ...(mayImport(session) ? [{ word: w.import, href: paths.import() }] : []),
    { word: w.account, href: paths.account() },
  ]
  return (
    <>
      <AriaButton
        onPress={() => setOpen(true)}
        className="inline-flex min-h-11 cursor-pointer items-center gap-2 text-section"
      >
        <MenuIcon size={18} strokeWidth={1.5} aria-hidden="true" />
        {t(w.menu)}
      </AriaButton>
      <Dialog title={t(w.menu)} open={open} onClose={() => setOpen(false)}>
        <nav aria-label={t(w.rooms)}>
          {rooms.map((room) => (
            <a
              key={room.href}
              href={room.href}
              aria-current={isIn(room, path) ? 'page' : undefined}
              className={`${line} ${isIn(room, path) ? 'font-semibold' : ''}`}
            >
              {t(room.word)}
            </a>
          ))}
          {more.map((one) => (
            <a key={one.href} href={one.href} className={`${line} text-ink-2`}>
              {t(one.word)}
            </a>
          ))}
          <button type="button" onClick={onSignOut} className={`${line} text-ink-2`}>
            {t(w.signOut)} · {session.person.name}
          </button>
        </nav>
        <div className="flex items-center justify-between">
          <Languages />
          <AriaButton slot="close" className="link min-h-11 text-section">
            {t(w.close)}
          </AriaButton>
        </div>
      </Dialog>
    </>
  )
}

const World = ({ world }: { readonly world: Session['world'] }): ReactNode => {
  const { t } = useTongue()
  return world === 'twin' ? (
    <p className="flex flex-wrap items-center gap-x-2 text-wait narrow:whitespace-nowrap">
      <WorldSign world="twin" />
      <span className="text-section font-medium">{t(w.twin)}</span>
      <span className="text-second text-ink-2">{t(w.twinSays)}</span>
    </p>
  ) : (
    <p className="flex items-center gap-2 whitespace-nowrap text-ink">
      <WorldSign world="plant" />
      <span className="text-section font-medium">{t(w.plantSite)}</span>
    </p>
  )
}

const FeedWords = ({ feed, now }: { readonly feed: Feed; readonly now: Date }): ReactNode => {
  const { t, f } = useTongue()
  return (
    <div className="flex items-baseline gap-4 whitespace-nowrap text-body max-narrow:text-second">
      <span className="text-ink max-narrow:hidden">{f.clock(now)}</span>
      <span aria-live="polite">
        {feed.state === 'live' && <StatusMark status="ok">{t(w.live)}</StatusMark>}
        {feed.state === 'opening' && <StatusMark status="unknown">{t(w.connecting)}</StatusMark>}
        {feed.state === 'stopped' && (
          <StatusMark status="unknown">{t(w.stoppedSince, { time: f.time(feed.since) })}</StatusMark>
        )}
      </span>
    </div>
  )
}

/** What stands around every page: the mark, the rooms, the day and the feed. */
export const Frame = ({
  session,
  path,
  day,
  onSignOut,
  children,
}: {
  readonly session: Session
  readonly path: string
  readonly day: Day
  readonly onSignOut: () => void
  readonly children: ReactNode
}): ReactNode => {
  const { t, f } = useTongue()
  const now = useNow()
  const feed = useFeed()
  const wide = useMedia('(min-width: 1025px)')
  const rooms = roomsOf(session)
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="skip-link link">
        {t(w.skip)}
      </a>
      <header>
        <div className="flex h-14 items-stretch justify-between gap-5 border-b border-ink px-10 max-narrow:px-4">
          <div className="flex items-stretch gap-9 max-full:gap-6">
            <Link href={paths.today()} className="flex items-center gap-3">
              <Mark now={now} zone={f.zone} />
              <span className="text-[15px] font-medium tracking-[0.3em] max-full:tracking-[0.2em]">VESONTIO</span>
              {session.site && (
                <span
                  title={session.site.name}
                  className="border-l border-rule pl-3 text-second text-ink-2 max-full:hidden"
                >
                  {session.site.code}
                </span>
              )}
            </Link>
            {wide && <RoomsLine rooms={rooms} path={path} />}
          </div>
          <div className="flex items-center gap-5">
            {wide && <Jump />}
            {wide && <Languages />}
            {wide ? (
              <Account session={session} onSignOut={onSignOut} />
            ) : (
              <PhoneMenu session={session} rooms={rooms} path={path} onSignOut={onSignOut} />
            )}
          </div>
        </div>
        <div className="grid min-h-12 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-8 border-b border-rule px-10 max-narrow:grid-cols-[minmax(0,1fr)_auto] max-narrow:gap-x-4 max-narrow:px-4 max-narrow:py-2">
          <World world={session.world} />
          <div className="mx-auto w-full max-w-[880px] max-narrow:order-3 max-narrow:col-span-2 max-narrow:hidden">
            <DayTrack day={day} now={now} feed={feed} />
          </div>
          <FeedWords feed={feed} now={now} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto w-full max-w-[1520px] flex-1 px-10 pb-12 max-narrow:px-4">
        {children}
      </main>
    </div>
  )
}
