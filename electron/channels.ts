/** Names of the two channels between the page and the program. */
export const CHANNELS = { message: 'packledger:message', files: 'packledger:files' } as const;

/** The page's address in the program. */
export const SCHEME = 'app';
export const PAGE_ORIGIN = 'app://packledger';
export const PAGE = `${PAGE_ORIGIN}/index.html`;
