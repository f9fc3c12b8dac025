import type { Columns } from '../../segments/columns.ts';

/** Whether rows are wanted, asked of columns: once for each window of them, then place by place. */
export interface RowTest {
  /** The fields that are looked at. */
  readonly keys: readonly string[];
  readonly on: (columns: Columns) => (at: number) => boolean;
}

export function allOf(tests: readonly RowTest[]): RowTest {
  return joined(tests, (holds) => (at) => holds.every((one) => one(at)));
}

export function anyOf(tests: readonly RowTest[]): RowTest {
  return joined(tests, (holds) => (at) => holds.some((one) => one(at)));
}

function joined(tests: readonly RowTest[], join: (holds: readonly ((at: number) => boolean)[]) => (at: number) => boolean): RowTest {
  if (tests.length === 1) return tests[0]!;
  return { keys: [...new Set(tests.flatMap(({ keys }) => keys))], on: (columns) => join(tests.map((test) => test.on(columns))) };
}

export function not({ keys, on }: RowTest): RowTest {
  return {
    keys,
    on: (columns) => {
      const holds = on(columns);
      return (at) => !holds(at);
    },
  };
}

export function isAbsent(field: string): RowTest {
  return {
    keys: [field],
    on: (columns) => {
      const column = columns.column(field);
      return (at) => column.isAbsent(at);
    },
  };
}

/** Numbers of texts or files, to be asked for quickly. */
export class NumberSet {
  private readonly marks: Uint8Array;

  constructor(numbers: readonly number[]) {
    this.marks = new Uint8Array(numbers.reduce((most, number) => Math.max(most, number), 0) + 1);
    for (const number of numbers) this.marks[number] = 1;
  }

  has(number: number): boolean {
    return this.marks[number] === 1;
  }
}

/** Rows of which a field holds one of these texts. */
export function textAmong(field: string, texts: NumberSet): RowTest {
  return {
    keys: [field],
    on: (columns) => {
      const { ids } = columns.refs(field);
      return (at) => texts.has(ids[at]!);
    },
  };
}

export function fileAmong(files: NumberSet): RowTest {
  return { keys: [], on: ({ files: { values } }) => (at) => files.has(values[at]!) };
}
