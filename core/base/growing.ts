/** Whole numbers of 32 bits by place; a place that was never set holds 0. Millions of objects would cost ten times the memory and keep the collector busy. */
export class GrowingIntegers {
  private numbers = new Int32Array(FIRST);

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
  private numbers = new Float64Array(FIRST);

  set(at: number, value: number): void {
    if (at >= this.numbers.length) this.numbers = longer(this.numbers, new Float64Array(roomFor(at, this.numbers.length)));
    this.numbers[at] = value;
  }

  get(at: number): number {
    return this.numbers[at] ?? 0;
  }
}

const FIRST = 1 << 10;

/** From here on arrays grow by a quarter: what is in reserve is memory too. */
const LARGE = 1 << 17;

/** Room for a place, and some more. */
function roomFor(at: number, length: number): number {
  return Math.max(at + 1, length < LARGE ? length * 2 : Math.ceil(length * 1.25));
}

function longer<A extends Int32Array | Float64Array>(old: A, room: A): A {
  room.set(old);
  return room;
}

/** Texts by numbers from 1 on; 0 is an absent text. */
export class Words {
  private readonly numbers = new Map<string, number>();
  private readonly texts: (string | null)[] = [null];

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
