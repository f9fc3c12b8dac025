import type { RowLayout } from '../fields/rowBatch.ts';
import type { Field, RecordKind } from '../fields/field.ts';
import { BatchBuilder } from './batchBuilder.ts';
import type { StepContext } from './columnSteps.ts';
import { gluedUnits, type GluedUnits } from './gluedUnits.ts';
import { printedScales, unknownWords, type PrintedScales, type UnknownWords } from './printed.ts';
import type { CellReading } from './readCell.ts';

/** No word. */
export const NO_WORD = -1;

/** One value that a cell brought into its row, in a form in which it can be brought into another one. */
export interface Said {
  readonly place: number;
  /** The numbers of the value as they stand in a batch. */
  readonly first: number;
  readonly second: number;
  /** Printed decimals, or -1. */
  readonly scale: number;
  /** The word of the glued unit, or `NO_WORD`. */
  readonly unit: number;
  /** A word of a closed list that we do not know. */
  readonly unknown: string | null;
  readonly onlyIfEmpty: boolean;
  /** Nothing but its first number matters. */
  readonly isPlain: boolean;
}

/** The row that is being read, with all that is noted beside its values. */
export class RowInMaking implements StepContext {
  readonly fields: readonly Field[];
  readonly batch: BatchBuilder;
  readonly scales: PrintedScales;
  readonly unknown: UnknownWords;
  readonly units: GluedUnits;
  /** What the cell being read says, while somebody wants to remember it. */
  private recorded: Said[] | null = null;
  private isLasting = true;

  constructor(kind: RecordKind, layout: RowLayout) {
    this.batch = new BatchBuilder(layout);
    this.fields = this.batch.fields;
    this.scales = printedScales(this.fields);
    this.unknown = unknownWords(this.fields);
    this.units = gluedUnits(kind, this.batch);
  }

  start(line: number): void {
    this.batch.startRow(line);
    this.scales.startRow();
    this.units.startRow();
  }

  isEmpty(place: number): boolean {
    return this.batch.isEmpty(place);
  }

  put(place: number, reading: CellReading, line: number): void {
    this.take(place, reading, line, false);
  }

  putIfEmpty(place: number, reading: CellReading, line: number): void {
    this.take(place, reading, line, true);
  }

  private take(place: number, reading: CellReading, line: number, onlyIfEmpty: boolean): void {
    const { batch } = this;
    const isWanted = !onlyIfEmpty || batch.isEmpty(place);
    if (!isWanted && this.recorded === null) return;
    const [first, second] = batch.encoded(place, reading.value);
    const { scale } = reading;
    const unit = reading.unit === '' ? NO_WORD : batch.words.numberOf(reading.unit);
    const unknown = reading.unknownWord ? reading.value as string : null;
    const isPlain = !onlyIfEmpty && unit === NO_WORD && unknown === null && scale < 0;
    const said: Said = { place, first, second, scale, unit, unknown, onlyIfEmpty, isPlain };
    this.recorded?.push(said);
    this.isLasting &&= batch.isLasting(place, first);
    if (isWanted) this.say(said, line);
  }

  /** From now on everything that is put is remembered, until `heard`. */
  listen(): void {
    this.recorded = [];
    this.isLasting = true;
  }

  /** What was put since; `null` where it cannot be repeated. */
  heard(): readonly Said[] | null {
    const said = this.recorded;
    this.recorded = null;
    return this.isLasting ? said : null;
  }

  /** Brings what another cell said into this row. */
  repeat(all: readonly Said[], line: number): void {
    for (let index = 0; index < all.length; index += 1) {
      const said = all[index]!;
      if (said.isPlain) this.batch.setNumber(said.place, said.first);
      else if (!said.onlyIfEmpty || this.batch.isEmpty(said.place)) this.say(said, line);
    }
  }

  private say({ place, first, second, scale, unit, unknown }: Said, line: number): void {
    this.batch.setEncoded(place, first, second);
    if (scale >= 0) this.scales.note(place, scale);
    if (unit !== NO_WORD) this.units.note(place, unit);
    if (unknown !== null) this.unknown.note(place, unknown, line);
  }
}
