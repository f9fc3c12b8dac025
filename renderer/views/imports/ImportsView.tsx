import { useRef, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { inWords } from '../../client.ts';
import { useApp, usePage } from '../../frame/app.ts';
import { useHandOver } from '../../frame/useDrop.ts';
import { useSay } from '../../i18n/useSay.ts';
import { Coverage } from './Coverage.tsx';
import { ImportList } from './ImportList.tsx';
import { Paste } from './Paste.tsx';
import { PendingFiles } from './PendingFiles.tsx';

/** Files on their way in: drop, choose or paste; what each was recognised as; what came in before. */
export function ImportsView(): ReactElement {
  const { t } = useSay();
  const refs = usePage((page) => page.refs);
  return (
    <>
      <header className="view-head">
        <h1>{t('nav.imports')}</h1>
        <span className="grow" />
        <ChooseFiles />
      </header>
      <div className="view-scroll">
        {refs.length > 0 ? <PendingFiles refs={refs} /> : <DropZone />}
        <Paste />
        <ImportList />
        <Coverage />
      </div>
    </>
  );
}

/** The system's dialog where there is one, else the browser's. */
export function useChoose(): { readonly choose: () => void; readonly input: ReactElement } {
  const { connection, state } = useApp();
  const { t, say } = useSay();
  const canChoose = usePage((page) => page.canChoose);
  const handOver = useHandOver();
  const input = useRef<HTMLInputElement>(null);
  return {
    choose: () => {
      if (!canChoose) {
        input.current?.click();
        return;
      }
      connection.client.call('imports.choose', {}).then(
        ({ refs }) => { if (refs.length > 0) state.set({ view: 'imports', refs: [...state.get().refs, ...refs] }); },
        (error: unknown) => MessagePlugin.error(inWords(error, say), 6000),
      ).catch(() => undefined);
    },
    input: (
      <input ref={input} type="file" multiple hidden accept=".csv,.xlsx,.xls,.zip,.packledger" aria-label={t('imports.choose')}
        onChange={(event) => { handOver([...(event.target.files ?? [])]); event.target.value = ''; }} />
    ),
  };
}

function ChooseFiles(): ReactElement {
  const { t } = useSay();
  const { choose, input } = useChoose();
  return <>{input}<Button onClick={choose}>{t('imports.choose')}</Button></>;
}

function DropZone(): ReactElement {
  const { t } = useSay();
  const { choose, input } = useChoose();
  return (
    <>
      {input}
      <button type="button" className="drop" onClick={choose}>
        <b>{t('imports.dropTitle')}</b>
        <span className="muted">{t('imports.dropWhy')}</span>
      </button>
    </>
  );
}
