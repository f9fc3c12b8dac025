/** Why a backup was made: the day's, before a migration, because the user wished it, or in place of what was restored. */
export const BACKUP_KINDS = ['day', 'migration', 'wish', 'replaced'] as const;
export type BackupKind = (typeof BACKUP_KINDS)[number];

/** So many days with changes have a backup; those of days before go. All other kinds stay until the user takes them away. */
export const KEPT_DAYS = 7;
