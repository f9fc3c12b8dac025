import { useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { RECORD_KINDS } from '../../../core/fields/field.ts';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { useSay } from '../../i18n/useSay.ts';
import { useChoose } from '../imports/ImportsView.tsx';

/** The first thing that anybody sees: three places to drop, and sample data to look around in. */
export function FirstRun(): ReactElement {
  const { t, say } = useSay();
  const { connection } = useApp();
  const { choose, input } = useChoose();
  const [isOpening, setOpening] = useState(false);
  const openSample = (): void => {
    setOpening(true);
    connection.client.call('projects.openSample', {}).catch((error: unknown) => MessagePlugin.error(inWords(error, say), 8000)).finally(() => setOpening(false)).catch(() => undefined);
  };
  return (
    <>
      <header className="view-head"><h1>{t('first.title')}</h1></header>
      <div className="view-scroll">
        {input}
        <p style={{ margin: 0 }}>{t('first.what')}</p>
        <div className="drops">
          {RECORD_KINDS.map((kind) => (
            <button key={kind} type="button" className="drop" onClick={choose}>
              <b>{say(`kind.${kind}`)}</b>
              <span className="muted">{t(`first.where.${kind}`)}</span>
              <span style={{ color: 'var(--info)' }}>{t('first.drop')}</span>
            </button>
          ))}
        </div>
        <div className="row"><Button size="large" variant="outline" loading={isOpening} onClick={openSample}>{t('overview.sample')}</Button><span className="muted">{t('first.sampleWhy')}</span></div>
      </div>
    </>
  );
}
