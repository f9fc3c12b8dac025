/** The views in the order of the navigation; Ctrl+1…8 open them. */
export const VIEWS = ['overview', 'packages', 'deductions', 'bill', 'findings', 'imports', 'exports', 'settings'] as const;
export type ViewName = (typeof VIEWS)[number];
