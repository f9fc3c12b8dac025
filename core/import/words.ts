/** So many words are told apart; then all begin anew. */
const MOST_WORDS = 400_000;

/** The texts that repeat in a table, numbered from 0 in the order in which they come. */
export class Words {
  private readonly numbers = new Map<string, number>();
  private texts: string[] = [];
  private handedOn = 0;

  numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.texts.length;
    this.numbers.set(text, number);
    this.texts.push(text);
    return number;
  }

  textOf(number: number): string {
    return this.texts[number]!;
  }

  /** Whether there are so many that it is better to `forget` them before the next row. */
  get areMany(): boolean {
    return this.texts.length >= MOST_WORDS;
  }

  /** Begins anew. Whoever holds numbers of words must forget them as well. */
  forget(): void {
    this.numbers.clear();
    this.texts = [];
    this.handedOn = 0;
  }

  /** The words since the last call, and the number of the first of them. */
  taken(): { words: readonly string[]; firstWord: number } {
    const firstWord = this.handedOn;
    this.handedOn = this.texts.length;
    return { words: this.texts.slice(firstWord), firstWord };
  }
}
