import { BillIcon, DashboardIcon, DownloadIcon, FileSearchIcon, LayersIcon, MinusCircleIcon, SettingIcon, UploadIcon } from 'tdesign-icons-react';
import type { ReactElement } from 'react';
import type { Locale } from '../../core/base/text.ts';
import { showCount } from '../grid/format.ts';
import { useSay } from '../i18n/useSay.ts';
import { VIEWS, type ViewName } from './views.ts';

const ICONS: Readonly<Record<ViewName, ReactElement>> = {
  overview: <DashboardIcon aria-hidden />,
  packages: <LayersIcon aria-hidden />,
  deductions: <MinusCircleIcon aria-hidden />,
  bill: <BillIcon aria-hidden />,
  findings: <FileSearchIcon aria-hidden />,
  imports: <UploadIcon aria-hidden />,
  exports: <DownloadIcon aria-hidden />,
  settings: <SettingIcon aria-hidden />,
};

interface Props {
  readonly view: ViewName;
  readonly counts: Partial<Record<ViewName, number>>;
  readonly open: (view: ViewName) => void;
}

/** `1.2M` or `120万` where the exact number would not fit; the exact one stands in the view. */
function shortCount(count: number, locale: Locale): string {
  return count < 100_000 ? showCount(count) : new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(count);
}

export function Navigation({ view, counts, open }: Props): ReactElement {
  const { t, locale } = useSay();
  return (
    <nav className="navigation" aria-label={t('nav.label')}>
      <ul>
        {VIEWS.map((name, at) => (
          <li key={name}>
            <button type="button" aria-current={name === view ? 'page' : undefined} title={`Ctrl+${at + 1}`} onClick={() => open(name)}>
              {ICONS[name]}
              <span>{t(`nav.${name}`)}</span>
              {counts[name] !== undefined && <span className="count" title={showCount(counts[name])}>{shortCount(counts[name], locale)}</span>}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
