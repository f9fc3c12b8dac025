import { useEffect, useLayoutEffect, useRef, type ReactElement, type RefObject } from 'react';
import { Dialog, type DialogProps } from 'tdesign-react';

type Props = Omit<DialogProps, 'visible' | 'destroyOnClose' | 'onClose'> & {
  /** Called by Esc, by the cross and by what cancels. */
  readonly close: () => void;
};

/**
 * A dialog that owns the keyboard as long as it is open. The focus may be elsewhere: in the list behind it, which took it when its rows
 * arrived, or nowhere, when the button that had it was disabled. Esc would go nowhere then, and the letters of a reason would be taken
 * for commands about the row underneath.
 */
export function Modal({ close, children, ...props }: Props): ReactElement {
  const latest = useRef(close);
  useLayoutEffect(() => { latest.current = close; });
  useLayoutEffect(() => {
    const before = document.activeElement;
    const onKey = (event: KeyboardEvent): void => {
      if (isWithin(document.activeElement)) return;
      event.stopPropagation();
      if (event.key === 'Escape') latest.current();
      // A field that gets the focus now also gets the letter; without a field there is nothing that the letter could be meant for.
      else if (!focusField() && event.key.length === 1) event.preventDefault();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      // Whoever works with the keyboard goes on where they were.
      const now = document.activeElement;
      if (before instanceof HTMLElement && before.isConnected && (now === null || now === document.body || isWithin(now))) before.focus();
    };
  }, []);
  return <Dialog visible destroyOnClose onClose={close} {...props}>{children}</Dialog>;
}

/** For the field that a dialog asks for first: it gets the focus once the dialog stands. */
export function useFirstFocus<T extends { focus: () => void } = HTMLInputElement>(): RefObject<T | null> {
  const input = useRef<T>(null);
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus(), 60);
    return () => clearTimeout(timer);
  }, []);
  return input;
}

/** Lists and calendars of a dialog's fields hang beside it. */
function isWithin(element: Element | null): boolean {
  return element !== null && element.closest('.t-dialog__ctx, .t-popup') !== null;
}

function focusField(): boolean {
  const field = document.querySelector<HTMLElement>('.t-dialog :is(input:not([type=radio], [type=checkbox]), textarea)');
  field?.focus();
  return field !== null && document.activeElement === field;
}
