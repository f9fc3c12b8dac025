import { useEffect, useState } from 'react';
import { MessagePlugin } from 'tdesign-react';
import { inWords } from '../client.ts';
import { useSay } from '../i18n/useSay.ts';
import { useApp } from './app.ts';

/** Hands files to the program and shows them in the imports view; a project file is opened instead. */
export function useHandOver(): (files: readonly File[]) => void {
  const { connection, state } = useApp();
  const { say } = useSay();
  return (files) => {
    if (files.length === 0) return;
    connection.handOver(files).then(async (refs) => {
      const project = refs.find((ref) => ref.name.toLowerCase().endsWith('.packledger'));
      if (project === undefined) state.set({ view: 'imports', refs: [...state.get().refs, ...refs] });
      else await connection.client.call('projects.open', { ref: project.ref });
    }).catch((error: unknown) => MessagePlugin.error(inWords(error, say), 6000));
  };
}

/** Files may be dropped anywhere in the window. */
export function useDrop(): { readonly isOver: boolean } {
  const handOver = useHandOver();
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;
    const onOver = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const onDrop = (event: DragEvent): void => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      handOver([...(event.dataTransfer?.files ?? [])]);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  });
  return { isOver };
}
