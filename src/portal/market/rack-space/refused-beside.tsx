import type { ReactNode } from 'react'
import { useTongue } from '../../language.tsx'
import { paths } from '../../paths.ts'
import { sentence } from '../../phrase.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { RefusalBox } from '../../ui/refusal-box.tsx'
import type { Preview } from '../order-draft.ts'
import { w } from './words.ts'

/** There is a place, and yet the line is refused: why, by which rule, and what would make it possible. */
export const RefusedBeside = ({
  refusal,
  onNoHealthData,
}: {
  readonly refusal: NonNullable<Preview['lines'][number]['refusal']>
  readonly onNoHealthData: () => void
}): ReactNode => {
  const { t, language } = useTongue()
  const health = refusal.code.startsWith('hds-')
  return (
    <RefusalBox live sentence={sentence(refusal, language)} rule={health ? t(w.hdsRule) : undefined}>
      {health && (
        <div className="pt-2">
          <h3 className="pb-2 text-section font-medium">{t(w.makeYes)}</h3>
          <div className="flex flex-wrap gap-3">
            <ButtonLink href={paths.site()}>{t(w.seeCertificates)}</ButtonLink>
            <Button look="steel" onPress={onNoHealthData}>
              {t(w.noHealthData)}
            </Button>
          </div>
        </div>
      )}
    </RefusalBox>
  )
}
