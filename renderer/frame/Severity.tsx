import { CheckCircleFilledIcon, CloseCircleFilledIcon, ErrorTriangleFilledIcon, HelpCircleFilledIcon, InfoCircleFilledIcon } from 'tdesign-icons-react';
import type { ReactElement } from 'react';
import { useSay } from '../i18n/useSay.ts';

const ICONS: Readonly<Record<string, ReactElement>> = {
  error: <CloseCircleFilledIcon aria-hidden />,
  warning: <ErrorTriangleFilledIcon aria-hidden />,
  info: <InfoCircleFilledIcon aria-hidden />,
  good: <CheckCircleFilledIcon aria-hidden />,
  unknown: <HelpCircleFilledIcon aria-hidden />,
};

/** A severity is always an icon and a word, never a colour alone. */
export function Severity({ severity, children }: { readonly severity: 'error' | 'warning' | 'info'; readonly children?: string | number }): ReactElement {
  const { say } = useSay();
  return <span className={`severity severity-${severity}`}>{ICONS[severity]}{children ?? say(`severity.${severity}`)}</span>;
}

export type Mood = 'good' | 'error' | 'warning' | 'info' | 'unknown';

/** A short state with its icon. */
export function Mark({ mood, children }: { readonly mood: Mood; readonly children: string }): ReactElement {
  return <span className={`tag tag-${mood}`}>{ICONS[mood]}{children}</span>;
}
