import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { invariant } from '../base/errors.ts';
import { putVarint, type RecordWriter } from './recordWriter.ts';
import type { Connection } from './sqlite.ts';
import { tempFolder } from './tempFolder.ts';

/** Kinds of pages (SQLite's file format, 1.6), and the bytes of their headers. */
const LEAF = 0x0d;
const LEAF_HEADER = 8;
const INTERIOR = 0x05;
const INTERIOR_HEADER = 12;
/** A child's page and the largest row number below it, at the most, with the pointer to both. */
const INTERIOR_CELL = 4 + 9 + 2;
const POINTER = 2;
/** A record with more bytes goes on in other pages. */
const LEAF_RESERVE = 35;
/** Where the header of a file says how many pages it has. */
const PAGE_COUNT_AT = 28;
/** Pages that are written at a time. */
const PAGES_PER_WRITE = 256;

/**
 * A table of its own in a temporary file, whose pages are written here and not by SQLite: rows that come in the order of
 * their numbers only need to be laid one behind the other. `INSERT INTO … SELECT *` then copies whole records into the
 * project, because both tables are declared alike: a million rows take a third of a second, where binding their values
 * takes three. Nothing but the pages of the table is written here; SQLite makes the file itself.
 */
export class RowImage {
  readonly path: string;
  private readonly folder: string;
  private readonly file: number;
  private readonly pageSize: number;
  private readonly root: number;
  /** Pages that are not written yet; the last one is being filled. */
  private readonly pages: Uint8Array;
  private readonly view: DataView;
  /** The number of the page behind the last full one. */
  private next: number;
  /** Where the page being filled begins in `pages`, its cells, and the place of the last one of them. */
  private base = 0;
  private cells = 0;
  private content: number;
  private lastRow = 0;
  /** The largest row number of each full leaf; the first leaf is page `first`. */
  private largest: number[] = [];
  private readonly first: number;
  private isOpen = true;

  /** `sql` declares the table as it stands in the project that `db` has open. */
  constructor(db: Connection, table: string) {
    this.pageSize = db.pragma('page_size', { simple: true }) as number;
    this.folder = tempFolder('rows');
    this.path = join(this.folder, 'rows.db');
    const image = new Database(this.path);
    try {
      image.pragma(`page_size = ${this.pageSize}`);
      image.exec(db.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").pluck().get(table) as string);
      this.root = image.prepare('SELECT rootpage FROM sqlite_master').pluck().get() as number;
      this.first = (image.pragma('page_count', { simple: true }) as number) + 1;
    } catch (error) {
      rmSync(this.folder, { recursive: true, force: true });
      throw error;
    } finally {
      image.close();
    }
    this.next = this.first;
    this.file = openSync(this.path, 'r+');
    this.pages = new Uint8Array(this.pageSize * PAGES_PER_WRITE);
    this.view = new DataView(this.pages.buffer);
    this.content = this.pageSize;
  }

  /** The records of this many bytes fit into one page. */
  get mostBytes(): number {
    return this.pageSize - LEAF_RESERVE;
  }

  /** Adds a record of at most `mostBytes`; row numbers ascend. */
  add(row: number, record: RecordWriter): void {
    const { pages } = this;
    const { types, typeBytes, values, valueBytes, headerBytes } = record;
    const length = headerBytes + valueBytes;
    const size = varintBytes(length) + varintBytes(row) + length;
    if (this.content - size < LEAF_HEADER + (this.cells + 1) * POINTER) this.endLeaf();
    this.content -= size;
    let at = putVarint(pages, this.base + this.content, length);
    at = putVarint(pages, at, row);
    at = putVarint(pages, at, headerBytes);
    for (let from = 0; from < typeBytes; from += 1, at += 1) pages[at] = types[from]!;
    for (let from = 0; from < valueBytes; from += 1, at += 1) pages[at] = values[from]!;
    this.view.setUint16(this.base + LEAF_HEADER + this.cells * POINTER, this.content);
    this.cells += 1;
    this.lastRow = row;
  }

  /** A place to which `cut` can go back. */
  mark(): number {
    this.endLeaf();
    return this.largest.length;
  }

  /** Takes away what was added since `mark`. */
  cut(mark: number): void {
    this.endLeaf();
    this.write();
    this.largest.length = mark;
    this.next = this.first + mark;
  }

  /** Completes the file, so that it can be attached. Answers whether it holds any row. */
  finish(): boolean {
    invariant(this.isOpen, 'an image is finished once');
    this.endLeaf();
    this.write();
    let level = this.largest.map((row, index) => ({ page: this.first + index, row }));
    if (level.length === 1) this.moveToRoot();
    while (level.length > 1) level = this.interiorLevel(level);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(this.next - 1);
    writeSync(this.file, count, 0, 4, PAGE_COUNT_AT);
    this.close();
    return this.largest.length > 0;
  }

  /** Removes the file. */
  remove(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private close(): void {
    if (this.isOpen) closeSync(this.file);
    this.isOpen = false;
  }

  private endLeaf(): void {
    if (this.cells === 0) return;
    this.header(LEAF, this.cells);
    this.endPage();
    this.largest.push(this.lastRow);
    this.cells = 0;
  }

  private header(kind: number, cells: number): void {
    const { view, base, content } = this;
    view.setUint8(base, kind);
    view.setUint16(base + 1, 0);
    view.setUint16(base + 3, cells);
    view.setUint16(base + 5, content);
    view.setUint8(base + 7, 0);
  }

  private endPage(): void {
    this.next += 1;
    this.base += this.pageSize;
    this.content = this.pageSize;
    if (this.base === this.pages.length) this.write();
  }

  /** Writes the full pages. */
  private write(): void {
    if (this.base > 0) writeSync(this.file, this.pages, 0, this.base, (this.next - 1) * this.pageSize - this.base);
    this.base = 0;
    this.pages.fill(0);
  }

  /** A table of one page has it as its root. */
  private moveToRoot(): void {
    const bytes = new Uint8Array(this.pageSize);
    readSync(this.file, bytes, 0, this.pageSize, (this.first - 1) * this.pageSize);
    writeSync(this.file, bytes, 0, this.pageSize, (this.root - 1) * this.pageSize);
    this.next = this.first;
  }

  /** Writes the pages above these; the last one that is left is the root. */
  private interiorLevel(below: readonly { readonly page: number; readonly row: number }[]): { page: number; row: number }[] {
    const most = Math.floor((this.pageSize - INTERIOR_HEADER) / INTERIOR_CELL);
    // No page may be left with a single child.
    const pages = Math.ceil(below.length / (most + 1));
    const above: { page: number; row: number }[] = [];
    for (let page = 0; page < pages; page += 1) {
      const from = Math.floor((below.length * page) / pages);
      const to = Math.floor((below.length * (page + 1)) / pages);
      const children = below.slice(from, to);
      this.interior(children);
      above.push({ page: this.next, row: children.at(-1)!.row });
      if (pages === 1) {
        writeSync(this.file, this.pages, this.base, this.pageSize, (this.root - 1) * this.pageSize);
        this.pages.fill(0, this.base, this.base + this.pageSize);
        this.content = this.pageSize;
      } else this.endPage();
    }
    this.write();
    return above;
  }

  private interior(children: readonly { readonly page: number; readonly row: number }[]): void {
    const { view, pages, base } = this;
    children.slice(0, -1).forEach(({ page, row }, index) => {
      this.content -= 4 + varintBytes(row);
      view.setUint32(base + this.content, page);
      putVarint(pages, base + this.content + 4, row);
      view.setUint16(base + INTERIOR_HEADER + index * POINTER, this.content);
    });
    this.header(INTERIOR, children.length - 1);
    view.setUint32(base + 8, children.at(-1)!.page);
  }
}

function varintBytes(value: number): number {
  let count = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) count += 1;
  return count;
}
