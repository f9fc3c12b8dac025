import { useRef, useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { useSay } from '../../i18n/useSay.ts';

/** A table copied from the console's page, as HTML where the browser gives it, else as text. */
export function Paste(): ReactElement {
  const { t, say } = useSay();
  const { connection, state } = useApp();
  const html = useRef('');
  const [text, setText] = useState('');
  const send = (): void => {
    connection.client.call('imports.paste', { text, html: html.current }).then(({ refs }) => {
      html.current = '';
      setText('');
      state.set({ refs: [...state.get().refs, ...refs] });
    }, (error: unknown) => MessagePlugin.error(inWords(error, say), 6000)).catch(() => undefined);
  };
  return (
    <details className="card">
      <summary>{t('imports.paste')}</summary>
      <textarea className="paste" aria-label={t('imports.paste')} placeholder={t('imports.pasteHere')} value={text} spellCheck={false}
        onPaste={(event) => { html.current = event.clipboardData.getData('text/html'); }}
        onChange={(event) => { setText(event.target.value); if (event.target.value === '') html.current = ''; }} />
      <div><Button disabled={text.trim() === ''} onClick={send}>{t('imports.recognise')}</Button></div>
    </details>
  );
}
