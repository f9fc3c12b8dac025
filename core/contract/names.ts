/** Names that cross the contract, for both ends; no schema, so that the page may import it. */

export { BACKUP_KINDS, KEPT_DAYS, type BackupKind } from '../fields/backups.ts';
export { FINDING_STATES, FINDING_STATUSES, LIMITS, REOPENINGS, RESOLUTIONS, SCOPES, type DecisionScope, type FindingState, type FindingStatus, type Resolution } from '../fields/decisions.ts';
export { SEAL_CHANGES, SEAL_STATES, SIGN_ITEMS, type SealState, type SignItem } from '../fields/signOff.ts';
export { EXTRA_PREFIX, FILE_COLUMN, FINDING_COLUMNS, LINE_COLUMN, TIE_PARTS, VIEWS, type TiePart, type View } from '../fields/views.ts';

/** Where the page keeps the user's name among its settings; the log writes it beside who is logged in. */
export const USER_NAME = 'signer';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export const EXPORT_TYPES = ['packages', 'deductions', 'bill', 'findings', 'report', 'rejected', 'evidence'] as const;
export const EXPORT_STATES = ['running', 'ready', 'failed', 'cancelled'] as const;

export const SEVERITIES = ['error', 'warning', 'info'] as const;

/** What a native menu may ask of the page. */
export const MENU_COMMANDS = [
  'import', 'paste', 'export', 'run', 'find', 'goto', 'columns', 'clearFilters', 'drawer', 'settings', 'openProject', 'newProject', 'verifyLog',
  'page.overview', 'page.packages', 'page.deductions', 'page.bill', 'page.findings', 'page.imports', 'page.exports', 'page.settings',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

/** The loopback host. The token comes once in the page's fragment (`#token=…`) and is then kept by the page. */
export const LOOPBACK = {
  /** WebSocket, opened with the subprotocols `[PROTOCOL, token]`. */
  rpc: '/rpc',
  protocol: 'packledger',
  /** `PUT /upload?name=…` with `authorization: Bearer <token>` and the bytes as body; answers a `Ref`. */
  upload: '/upload',
  /** `GET /download/<ticket>`: the address comes from `exports.open` and works once. */
  download: '/download/',
  tokenKey: 'token',
} as const;
