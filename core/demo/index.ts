export { renderCsv } from './csv.ts';
export { faultsFor } from './faults.ts';
export { generateDemo } from './generate.ts';
export { FAULT_IDS, type BillLayout, type Demo, type DemoFile, type DemoOptions, type ExpectedFinding, type FaultId } from './types.ts';
