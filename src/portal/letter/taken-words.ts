import { words } from '#kernel'

export const takenWords = words({
  takenOver: { fr: 'Repris, sans lettre', en: 'Taken over, without a letter' },
  service: { fr: 'Service', en: 'Service' },
  declaredBy: {
    fr: (v: { file: string; line: string }) => `déclaré par ${v.file}, ligne ${v.line}`,
    en: (v: { file: string; line: string }) => `declared by ${v.file}, line ${v.line}`,
  },
  endsOn: { fr: (v: { day: string }) => `prend fin le ${v.day}`, en: (v: { day: string }) => `ends on ${v.day}` },
  revokeTitle: {
    fr: (v: { service: string; label: string }) => `Donner préavis à ${v.service}, sur ${v.label}`,
    en: (v: { service: string; label: string }) => `Give notice to ${v.service}, at ${v.label}`,
  },
  revokeDo: { fr: 'Donner préavis', en: 'Give notice' },
})
