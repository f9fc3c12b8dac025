import { visible } from '../../core/base/visible.ts';
import { inLocale, type Locale, type Say } from '../../core/base/text.ts';
import { EXTRA_PREFIX, FILE_COLUMN, FINDING_COLUMNS, LINE_COLUMN, type View } from '../../core/contract/names.ts';
import type { ViewColumn } from '../../core/contract/recordProcedures.ts';
import { isDecimalKind, type ChoiceName, type Field, type FieldKind, type Pair, type RecordKind } from '../../core/fields/field.ts';
import { CATALOGUES } from '../../core/fields/index.ts';

/** One value of a row, as a grid needs to know it. */
export interface GridField {
  readonly key: string;
  readonly title: string;
  readonly kind: FieldKind;
  readonly choices?: ChoiceName;
}

/** A column of a grid: one field, or the two that the vendor's page shows in one cell. */
export interface GridColumn {
  /** The key of the field, or both keys joined by `+`. */
  readonly id: string;
  readonly title: string;
  readonly fields: readonly [GridField] | readonly [GridField, GridField];
  /** Always shown, as on the vendor's page. */
  readonly locked: boolean;
  readonly byDefault: boolean;
  readonly numeric: boolean;
  /** Half of a pair that has a column of its own besides. */
  readonly isHalf: boolean;
  /** No file of the project has it. */
  readonly isAbsent: boolean;
}

export interface Names {
  readonly locale: Locale;
  readonly say: Say;
}

export function pairId(pair: Pair): string {
  return `${pair.first}+${pair.second}`;
}

export function isNumeric(kind: FieldKind): boolean {
  return isDecimalKind(kind) || kind === 'count';
}

/** The columns of a view; `offered` are those that the program has, with the verbatim ones of the files. */
export function gridColumns(view: View, names: Names, offered: readonly ViewColumn[] = []): readonly GridColumn[] {
  const absent = new Set(offered.filter((column) => !column.isPresent).map((column) => column.key));
  const own = view === 'findings' ? findingColumns(names) : [...recordColumns(view, names), ...placeColumns(names)];
  const extras = offered.filter((column) => column.key.startsWith(EXTRA_PREFIX)).map((column) =>
    plain({ key: column.key, title: visible(column.header ?? column.key.slice(EXTRA_PREFIX.length)), kind: 'name' }, false));
  return [...own, ...extras].map((column) => ({ ...column, isAbsent: column.fields.every((field) => absent.has(field.key)) }));
}

/**
 * The columns of a kind of record in the order of its source. A pair that the vendor's page shows stands where its first
 * field stands; its two fields follow as columns of their own, not shown by default.
 */
function recordColumns(kind: RecordKind, names: Names): GridColumn[] {
  const { fields, pairs } = CATALOGUES[kind];
  const shown = pairs.filter((pair) => pair.apart !== true);
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const columns: GridColumn[] = [];
  const taken = new Set<string>();
  for (const field of fields) {
    if (taken.has(field.key)) continue;
    const pair = shown.find(({ first, second }) => first === field.key || second === field.key);
    if (pair === undefined) {
      columns.push({ ...plain(gridField(field, names), field.standing !== 'hidden'), locked: field.standing === 'locked' });
      continue;
    }
    const halves = [byKey.get(pair.first)!, byKey.get(pair.second)!] as const;
    columns.push(paired(pair, halves, names));
    for (const half of halves) columns.push({ ...plain(gridField(half, names), false), isHalf: true });
    taken.add(pair.first).add(pair.second);
  }
  return columns;
}

function findingColumns({ say }: Names): GridColumn[] {
  return FINDING_COLUMNS.map(({ key, kind }) => plain({ key, title: say(`ui.finding.${key}`), kind }, key !== 'key' && key !== 'transactionId'));
}

function placeColumns({ say }: Names): GridColumn[] {
  return [plain({ key: FILE_COLUMN, title: say('ui.column.file'), kind: 'name' }, false), plain({ key: LINE_COLUMN, title: say('ui.column.line'), kind: 'count' }, false)];
}

function gridField(field: Field, { locale }: Names): GridField {
  return { key: field.key, title: inLocale(field.text, locale), kind: field.kind, ...(field.choices === undefined ? {} : { choices: field.choices }) };
}

function plain(field: GridField, byDefault: boolean): GridColumn {
  return { id: field.key, title: field.title, fields: [field], locked: false, byDefault, numeric: isNumeric(field.kind), isHalf: false, isAbsent: false };
}

function paired(pair: Pair, [first, second]: readonly [Field, Field], names: Names): GridColumn {
  return {
    id: pairId(pair),
    title: inLocale(pair.text, names.locale),
    fields: [gridField(first, names), gridField(second, names)],
    locked: first.standing === 'locked' || second.standing === 'locked',
    byDefault: first.standing !== 'hidden' || second.standing !== 'hidden',
    numeric: isNumeric(first.kind),
    isHalf: false,
    isAbsent: false,
  };
}
