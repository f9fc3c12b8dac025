export { ROWS_NAMED, type CheckResult, type Evidence, type Finding, type Severity } from '../fields/finding.ts';
