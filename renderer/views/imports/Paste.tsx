import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Button, MessagePlugin } from 'tdesign-react';
import { inWords } from '../../client.ts';
import { useApp } from '../../frame/app.ts';
import { useHandOver } from '../../frame/useDrop.ts';
import { useSay } from '../../i18n/useSay.ts';

/** Ctrl+V outside of a field takes the table, or the copied files, at once. */
function usePasteAnywhere(send: (pasted: { readonly text: string; readonly html: string }) => void): void {
  const handOver = useHandOver();
  const latest = useRef({ send, handOver });
  latest.current = { send, handOver };
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.clipboardData === null) return;
      const files = [...event.clipboardData.files];
      const text = event.clipboardData.getData('text/plain');
      event.preventDefault();
      if (files.length > 0) latest.current.handOver(files);
      else if (text.trim() !== '') latest.current.send({ text, html: event.clipboardData.getData('text/html') });
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

/** A table copied from the console's page, as HTML where the browser gives it, else as text. */
export function Paste(): ReactElement {
  const { t, say } = useSay();
  const { connection, state } = useApp();
  const html = useRef('');
  const [text, setText] = useState('');
  const send = (pasted: { readonly text: string; readonly html: string }): void => {
    connection.client.call('imports.paste', pasted).then(({ refs }) => {
      html.current = '';
      setText('');
      state.set({ refs: [...state.get().refs, ...refs] });
    }, (error: unknown) => MessagePlugin.error(inWords(error, say), 6000)).catch(() => undefined);
  };
  usePasteAnywhere(send);
  return (
    <details className="card">
      <summary>{t('imports.paste')}</summary>
      <textarea className="paste" aria-label={t('imports.paste')} placeholder={t('imports.pasteHere')} value={text} spellCheck={false}
        onPaste={(event) => { html.current = event.clipboardData.getData('text/html'); }}
        onChange={(event) => { setText(event.target.value); if (event.target.value === '') html.current = ''; }} />
      <div><Button disabled={text.trim() === ''} onClick={() => send({ text, html: html.current })}>{t('imports.recognise')}</Button></div>
    </details>
  );
}
