/** Whole numbers of 32 bits by place; a place that was never set holds 0. Millions of objects would cost ten times the memory and keep the collector busy. */
export class GrowingIntegers {
  private numbers: Int32Array;

  constructor(numbers: Int32Array = new Int32Array(FIRST)) {
    this.numbers = numbers;
  }

  /** The numbers of the first `count` places, as a new one takes them. */
  kept(count: number): Int32Array {
    return longer(this.numbers.subarray(0, count), new Int32Array(count));
  }

  set(at: number, value: number): void {
    if (at >= this.numbers.length) this.numbers = longer(this.numbers, new Int32Array(roomFor(at, this.numbers.length)));
    this.numbers[at] = value;
  }

  get(at: number): number {
    return this.numbers[at] ?? 0;
  }
}

/** The same for doubles, which hold whole numbers up to 2^53. */
export class GrowingDoubles {
  private numbers: Float64Array;

  constructor(numbers: Float64Array = new Float64Array(FIRST)) {
    this.numbers = numbers;
  }

  kept(count: number): Float64Array {
    return longer(this.numbers.subarray(0, count), new Float64Array(count));
  }

  set(at: number, value: number): void {
    if (at >= this.numbers.length) this.numbers = longer(this.numbers, new Float64Array(roomFor(at, this.numbers.length)));
    this.numbers[at] = value;
  }

  get(at: number): number {
    return this.numbers[at] ?? 0;
  }
}

export interface KeptTexts {
  readonly places: Float64Array;
  readonly bytes: Uint8Array;
}

/** Texts by place, one behind the other in bytes: a million strings that do not repeat would keep the collector busy. A place is set once. */
export class GrowingTexts {
  /** Where the text of a place begins and one more than what it takes; 0 where it was never set. */
  private readonly places: GrowingDoubles;
  private bytes: Uint8Array;
  private used: number;

  constructor(kept?: KeptTexts) {
    this.places = new GrowingDoubles(kept?.places);
    this.bytes = kept?.bytes ?? new Uint8Array(0);
    this.used = this.bytes.length;
  }

  /** The texts of the first `count` places, as a new one takes them. */
  kept(count: number): KeptTexts {
    return { places: this.places.kept(count), bytes: this.bytes.slice(0, this.used) };
  }

  set(at: number, text: string | null): void {
    if (text === null) return;
    const most = this.used + text.length * BYTES_PER_CHARACTER;
    if (most > this.bytes.length) this.bytes = longer(this.bytes, new Uint8Array(roomFor(most, this.bytes.length)));
    const written = this.ascii(text) ? text.length : encoder.encodeInto(text, this.bytes.subarray(this.used, most)).written;
    this.places.set(at, this.used * LENGTHS + written + 1);
    this.used += written;
  }

  /** Identifiers, nearly all, need no encoder; `false` for any other text. */
  private ascii(text: string): boolean {
    const { bytes, used } = this;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return false;
      bytes[used + at] = code;
    }
    return true;
  }

  get(at: number): string | null {
    const place = this.places.get(at);
    if (place === 0) return null;
    const from = Math.floor(place / LENGTHS);
    return decoder.decode(this.bytes.subarray(from, from + (place % LENGTHS) - 1));
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const BYTES_PER_CHARACTER = 3;
/** A place and a length make one number without loss: no cell is longer, and 2^53 bytes are more than there is memory. */
const LENGTHS = 1 << 24;

const FIRST = 1 << 10;

/** From here on arrays grow by a quarter: what is in reserve is memory too. */
const LARGE = 1 << 17;

/** Room for a place, and some more. */
function roomFor(at: number, length: number): number {
  return Math.max(at + 1, length < LARGE ? length * 2 : Math.ceil(length * 1.25));
}

function longer<A extends Int32Array | Float64Array | Uint8Array>(old: A, room: A): A {
  room.set(old);
  return room;
}

/** Texts by numbers from 1 on; 0 is an absent text. */
export class Words {
  private readonly numbers = new Map<string, number>();
  private readonly texts: (string | null)[] = [null];

  /** With the `words` of another one. */
  constructor(words: readonly string[] = []) {
    for (const word of words) this.number(word);
  }

  get words(): readonly string[] {
    return [...this.numbers.keys()];
  }

  number(text: string | null): number {
    if (text === null) return 0;
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.numbers.set(text, number);
      this.texts.push(text);
    }
    return number;
  }

  text(number: number): string | null {
    return this.texts[number]!;
  }
}
