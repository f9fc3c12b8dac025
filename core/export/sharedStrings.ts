import { ByteSink, fragment } from './byteSink.ts';
import { needsSpacePreserved, putXmlText } from './xmlText.ts';

/**
 * The texts of a workbook that repeat, each written once (`xl/sharedStrings.xml`); a cell then holds its number.
 *
 * An export repeats a few thousand texts millions of times: shared, the file is smaller, deflates in less time and
 * opens faster in Excel, which builds this very table from inline strings when it has to. But ids and amounts hardly
 * repeat, and a table of them would grow with the file. So a text is shared while its column repeats itself and the
 * table has room, and is otherwise written inline (`t="inlineStr"`); Excel, WPS and LibreOffice read both, mixed as
 * they come. Memory stays bounded whatever the data, and the choice depends on the data alone.
 */
const MAX_TEXTS = 100_000;
const MAX_SHARED_UNITS = 256;

/** A column is judged only after this many texts that were new to the table. */
const TRIAL_TEXTS = 4096;

/** A column whose texts come less often than this on the average is not worth the room that it takes from others. */
const LEAST_USES = 4;

/** Where no text takes room any more, it is enough that most are found. */
const LEAST_USES_WHEN_FULL = 2;

/** What one column remembers of its texts, through all sheets that it goes on in. */
export class ColumnTexts {
  /** The text before, as consecutive rows often agree, and its number. */
  last: string | null = null;
  lastIndex = -1;
  seen = 0;
  fresh = 0;
  repeats = true;
}

export class SharedStrings {
  private readonly indexes = new Map<string, number>();
  private references = 0;

  /** The number of a text, or -1 where it is to be written inline. */
  indexOf(text: string, column: ColumnTexts): number {
    if (!column.repeats || text.length > MAX_SHARED_UNITS) return -1;
    column.seen += 1;
    const index = text === column.last ? column.lastIndex : this.find(text, column);
    if (index >= 0) {
      this.references += 1;
      column.last = text;
      column.lastIndex = index;
    }
    return index;
  }

  /** The same as `indexOf` for a text of a column that repeats, by whoever has kept its number. */
  again(column: ColumnTexts): void {
    column.seen += 1;
    this.references += 1;
  }

  private find(text: string, column: ColumnTexts): number {
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    const index = this.indexes.size;
    const isFull = index === MAX_TEXTS;
    column.fresh += 1;
    if (column.fresh > TRIAL_TEXTS && column.fresh * (isFull ? LEAST_USES_WHEN_FULL : LEAST_USES) > column.seen) column.repeats = false;
    if (isFull) return -1;
    this.indexes.set(text, index);
    return index;
  }

  /** `xl/sharedStrings.xml`; written even where it is empty, since some readers miss it. */
  *xml(): Generator<Uint8Array> {
    const sink = new ByteSink();
    sink.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
      + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${this.references}" uniqueCount="${this.indexes.size}">`);
    const plain = fragment('<si><t>');
    const preserved = fragment('<si><t xml:space="preserve">');
    const end = fragment('</t></si>');
    for (const text of this.indexes.keys()) {
      sink.put(needsSpacePreserved(text) ? preserved : plain);
      putXmlText(sink, text);
      sink.put(end);
      if (sink.hasComplete) yield* sink.take();
    }
    sink.write('</sst>');
    yield* sink.takeAll();
  }
}
