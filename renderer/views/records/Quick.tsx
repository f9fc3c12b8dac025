import { useEffect, useRef, useState, type ReactElement } from 'react';
import { Input, type InputRef } from 'tdesign-react';
import { useCommand } from '../../frame/commands.ts';
import { useSay } from '../../i18n/useSay.ts';

/** Words that must occur somewhere in the row; asked a moment after the last letter. */
export function Quick({ text, change }: { readonly text: string; readonly change: (text: string) => void }): ReactElement {
  const { t } = useSay();
  const [draft, setDraft] = useState(text);
  const input = useRef<InputRef>(null);
  const latest = useRef(change);
  latest.current = change;
  useEffect(() => setDraft(text), [text]);
  useEffect(() => {
    if (draft === text) return undefined;
    const timer = setTimeout(() => latest.current(draft), 250);
    return () => clearTimeout(timer);
  }, [draft, text]);
  useCommand('find', () => input.current?.focus());
  return <Input ref={input} style={{ width: 210 }} type="search" clearable placeholder={t('filter.quick')} value={draft} onChange={setDraft} {...{ 'aria-label': t('filter.quick') }} />;
}
