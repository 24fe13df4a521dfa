import { ChevronDown, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Button as AriaButton,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'

const box =
  'w-full rounded-control border border-edge bg-white px-3 min-h-8.5 max-narrow:min-h-12 text-body text-ink ' +
  'data-focused:border-ink data-invalid:border-2 data-invalid:border-stop'
const labelled = 'flex flex-col gap-1'
const labelText = 'text-second text-ink-2'

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'datetime-local' | 'number' | 'search' | 'tel'
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly required?: boolean
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'decimal' | 'text' | 'email'
  readonly placeholder?: string
  readonly rows?: number
  readonly className?: string
  readonly autoFocus?: boolean
  readonly large?: boolean
  readonly unit?: string | undefined
  /** What is wrong with it is said elsewhere. */
  readonly invalid?: boolean
}

/** One value to type, with its label above and, under it, what is wrong or what it is for. */
export const Field = (p: FieldProps): ReactNode => {
  const placeholder = p.placeholder === undefined ? {} : { placeholder: p.placeholder }
  return (
    <TextField
      value={p.value}
      onChange={p.onChange}
      type={p.type ?? 'text'}
      isInvalid={p.error !== undefined || p.invalid === true}
      isRequired={p.required ?? false}
      validationBehavior="aria"
      {...(p.autoComplete === undefined ? {} : { autoComplete: p.autoComplete })}
      {...(p.inputMode === undefined ? {} : { inputMode: p.inputMode })}
      {...(p.autoFocus === true ? { autoFocus: true } : {})}
      className={`${labelled} ${p.className ?? ''}`}
    >
      <Label className={labelText}>{p.label}</Label>
      {p.rows !== undefined ? (
        <TextArea rows={p.rows} {...placeholder} className={`${box} py-2`} />
      ) : p.unit !== undefined ? (
        <span className="flex items-baseline gap-2">
          <Input {...placeholder} className={`${box} text-right ${p.large === true ? 'text-[32px] min-h-14' : ''}`} />
          <span className={`text-ink-2 ${p.large === true ? 'text-large' : ''}`}>{p.unit}</span>
        </span>
      ) : (
        <Input {...placeholder} className={`${box} ${p.large === true ? 'text-[24px] min-h-14' : ''}`} />
      )}
      {p.hint !== undefined && p.error === undefined && (
        <Text slot="description" className="text-second text-ink-3">
          {p.hint}
        </Text>
      )}
      {p.error !== undefined && <FieldError className="text-second text-stop">{p.error}</FieldError>}
    </TextField>
  )
}

export const SearchField = ({
  label,
  value,
  onChange,
  className = '',
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly className?: string
}): ReactNode => (
  <TextField value={value} onChange={onChange} aria-label={label} type="search" className={`relative ${className}`}>
    <Search
      size={15}
      strokeWidth={1.5}
      aria-hidden="true"
      className="pointer-events-none absolute left-3 top-1/2 -translate-y-1/2 text-ink-2"
    />
    <Input placeholder={label} className={`${box} pl-9`} />
  </TextField>
)

export interface Option {
  readonly id: string
  readonly text: string
  readonly hint?: string
}

export const Select = ({
  label,
  value,
  options,
  onChange,
  className = '',
  error,
  placeholder,
}: {
  readonly placeholder?: string
  readonly label: string
  readonly value: string
  readonly options: readonly Option[]
  readonly onChange: (id: string) => void
  readonly className?: string
  readonly error?: string | undefined
}): ReactNode => (
  <AriaSelect
    value={value}
    onChange={(key) => onChange(String(key))}
    isInvalid={error !== undefined}
    {...(placeholder === undefined ? {} : { placeholder })}
    className={`${labelled} ${className}`}
  >
    <Label className={labelText}>{label}</Label>
    <AriaButton className={`${box} flex items-center justify-between gap-2 text-left`}>
      <SelectValue className="truncate" />
      <ChevronDown size={16} strokeWidth={1.5} aria-hidden="true" className="shrink-0" />
    </AriaButton>
    {error !== undefined && <FieldError className="text-second text-stop">{error}</FieldError>}
    <Popover className="panel-in min-w-(--trigger-width) max-h-80 overflow-auto border border-ink bg-white">
      <ListBox items={options} className="py-1">
        {(option) => (
          <ListBoxItem
            id={option.id}
            textValue={option.text}
            className="cursor-pointer px-3 py-1.5 max-narrow:py-3 data-focused:bg-wash data-selected:border-l-3 data-selected:border-steel"
          >
            <Text slot="label">{option.text}</Text>
            {option.hint !== undefined && (
              <Text slot="description" className="block text-second text-ink-2">
                {option.hint}
              </Text>
            )}
          </ListBoxItem>
        )}
      </ListBox>
    </Popover>
  </AriaSelect>
)

/** A choice of which one is always made, all in view: layers of a plan, filters of a list. */
export const Segments = ({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly { readonly id: string; readonly text: string; readonly count?: number | undefined }[]
  readonly onChange: (id: string) => void
}): ReactNode => (
  <ToggleButtonGroup
    aria-label={label}
    selectionMode="single"
    disallowEmptySelection
    selectedKeys={[value]}
    onSelectionChange={(keys) => {
      for (const key of keys) onChange(String(key))
    }}
    className="inline-flex max-w-full flex-wrap self-start rounded-control border border-edge"
  >
    {options.map((option) => (
      <ToggleButton
        key={option.id}
        id={option.id}
        className="min-h-8 max-narrow:min-h-11 cursor-pointer border-l border-edge px-3.5 py-1 text-section text-ink-2 first:border-l-0 hover:bg-recess data-selected:bg-ink data-selected:font-medium data-selected:text-white"
      >
        {option.text}
        {option.count !== undefined && ` ${option.count}`}
      </ToggleButton>
    ))}
  </ToggleButtonGroup>
)

export const Checkbox = ({
  children,
  value,
  onChange,
}: {
  readonly children: ReactNode
  readonly value: boolean
  readonly onChange: (value: boolean) => void
}): ReactNode => (
  <AriaCheckbox
    isSelected={value}
    onChange={onChange}
    className="group flex cursor-pointer items-start gap-3 min-h-6 max-narrow:min-h-11"
  >
    <span className="mt-0.5 flex size-4.5 max-narrow:size-6 shrink-0 items-center justify-center rounded-control border border-edge bg-white group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-2 group-data-focus-visible:outline-steel group-data-selected:border-steel group-data-selected:bg-steel">
      <svg
        viewBox="0 0 12 12"
        width="12"
        height="12"
        aria-hidden="true"
        className="opacity-0 group-data-selected:opacity-100"
      >
        <path d="m2 6.5 2.8 2.8L10 3.5" fill="none" stroke="#fff" strokeWidth="1.8" />
      </svg>
    </span>
    <span>{children}</span>
  </AriaCheckbox>
)

/** A file to choose, shown as a button and, once chosen, by its name. */
export const FileField = ({
  label,
  accept,
  onChoose,
  name,
  capture = false,
}: {
  readonly label: string
  readonly accept: string
  readonly onChoose: (file: File) => void
  readonly name?: string | undefined
  readonly capture?: boolean
}): ReactNode => (
  <label className={labelled}>
    <span className={labelText}>{label}</span>
    <input
      type="file"
      accept={accept}
      {...(capture ? { capture: 'environment' as const } : {})}
      onChange={(event) => {
        const file = event.target.files?.[0]
        if (file) onChoose(file)
      }}
      className="rounded-control border border-edge bg-white p-1.5 text-second file:mr-3 file:cursor-pointer file:rounded-control file:border file:border-steel file:bg-dial file:px-3 file:py-1 file:text-steel"
    />
    {name !== undefined && <span className="text-second text-ink-2">{name}</span>}
  </label>
)
