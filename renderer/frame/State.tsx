import type { ReactElement, ReactNode } from 'react';
import { Loading } from 'tdesign-react';
import { useSay } from '../i18n/useSay.ts';

/** What a view shows instead of content: what belongs here, why it is empty, and one way on. */
export function Empty({ title, why, children }: { readonly title: string; readonly why?: string; readonly children?: ReactNode }): ReactElement {
  return (
    <div className="state">
      <h2>{title}</h2>
      {why !== undefined && <div>{why}</div>}
      {children !== undefined && <div className="row">{children}</div>}
    </div>
  );
}

export function Waiting(): ReactElement {
  const { t } = useSay();
  return <div className="state" role="status"><Loading size="small" text={t('state.loading')} delay={200} /></div>;
}

/** An error in words, with a way to try again. */
export function Failed({ message, retry }: { readonly message: string; readonly retry?: () => void }): ReactElement {
  const { t } = useSay();
  return (
    <div className="banner banner-error" role="alert">
      <span className="grow">{message}</span>
      {retry !== undefined && <button type="button" className="linkish" onClick={retry}>{t('state.retry')}</button>}
    </div>
  );
}
