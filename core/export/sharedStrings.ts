import { ByteSink, utf8 } from './byteSink.ts';
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

/** What one column of one sheet remembers of its texts. */
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
    if (text === column.last) {
      this.references += 1;
      return column.lastIndex;
    }
    if (!column.repeats || text.length > MAX_SHARED_UNITS) return -1;
    const index = this.find(text, column);
    if (index >= 0) {
      this.references += 1;
      column.last = text;
      column.lastIndex = index;
    }
    return index;
  }

  private find(text: string, column: ColumnTexts): number {
    column.seen += 1;
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    column.fresh += 1;
    if (column.fresh > TRIAL_TEXTS && column.fresh * 2 > column.seen) column.repeats = false;
    const index = this.indexes.size;
    if (index === MAX_TEXTS) return -1;
    this.indexes.set(text, index);
    return index;
  }

  /** `xl/sharedStrings.xml`; written even where it is empty, since some readers miss it. */
  *xml(): Generator<Uint8Array> {
    const sink = new ByteSink();
    sink.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
      + `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="${this.references}" uniqueCount="${this.indexes.size}">`);
    const plain = utf8('<si><t>');
    const preserved = utf8('<si><t xml:space="preserve">');
    const end = utf8('</t></si>');
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
