import { windows } from './bytes.ts';
import { asciiText } from './flatText.ts';
import type { Reading } from './limits.ts';
import type { Chunks } from './table.ts';
import { XmlScanner } from './xml.ts';

/** An element of one of a workbook's small parts, told when it begins; names are local names. */
export type OnElement = (name: string, attributes: ReadonlyMap<string, string>, parent: string) => void;

class ElementScanner extends XmlScanner {
  private readonly onElement: OnElement;
  private readonly trail: string[] = [];

  constructor(reading: Reading, entry: string, onElement: OnElement) {
    super(reading, entry);
    this.onElement = onElement;
  }

  protected override opened(from: number, to: number): number {
    const name = asciiText(this.bytes, from, to);
    this.onElement(name, this.attributes.all(), this.depth === 0 ? '' : this.trail[this.depth - 1]!);
    this.trail[this.depth] = name;
    return 0;
  }

  protected override closed(): void {}

  protected override text(): void {}
}

/** Tells of each element of a part in document order. Throws `workbook-damaged`. */
export async function readElements(reading: Reading, entry: string, chunks: Chunks, onElement: OnElement): Promise<void> {
  const scanner = new ElementScanner(reading, entry, onElement);
  for await (const _ of windows(chunks, reading.limits.windowBytes, (window, last) => scanner.scan(window, last))) {
    // Each window has told what it holds.
  }
}
