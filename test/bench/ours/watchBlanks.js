/**
 * Evaluated in the page, whose grid somebody then scrolls. Looks at every frame whether a row in sight has no words yet;
 * `stop` answers for how many milliseconds that was so, each time.
 */
globalThis.watchBlanks = () => {
  const viewport = document.querySelector('.ag-grid-viewport');
  const blanks = [];
  let since = null;
  let isOn = true;
  const look = () => {
    const now = performance.now();
    if (isBlank(viewport)) since ??= now;
    else if (since !== null) {
      blanks.push(now - since);
      since = null;
    }
    if (isOn) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return {
    isBlankNow: () => since !== null,
    stop: () => {
      isOn = false;
      return since === null ? blanks : [...blanks, performance.now() - since];
    },
  };
};

/** A row is in several parts where columns are pinned; it is blank where none of them has words. */
function isBlank(viewport) {
  const seen = viewport.getBoundingClientRect();
  const words = new Map();
  for (const part of document.querySelectorAll('.ag-row')) {
    const { top, bottom } = part.getBoundingClientRect();
    if (bottom <= seen.top + 1 || top >= seen.bottom - 1) continue;
    const index = part.getAttribute('row-index');
    words.set(index, (words.get(index) ?? '') + part.textContent.trim());
  }
  return words.size === 0 || [...words.values()].includes('');
}
