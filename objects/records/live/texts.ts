/** Answers that several sockets ask for in a row, as after a restart: kept until the result changes. */

/** UTF-16 units kept in all; beyond them everything is given up, as no storm asks for so many different answers. */
const MOST = 4_194_304;

export class Texts {
  readonly #byGroup = new Map<object, Map<string, string>>();
  #size = 0;

  /** The answer of that name, or what `make` says it is. */
  of(group: object, name: string, make: () => string): string {
    const known = this.#byGroup.get(group)?.get(name);
    if (known !== undefined) return known;
    const text = make();
    if (this.#size + text.length > MOST) this.clear();
    if (text.length > MOST) return text;
    const texts = this.#byGroup.get(group) ?? new Map<string, string>();
    this.#byGroup.set(group, texts.set(name, text));
    this.#size += text.length;
    return text;
  }

  forget(group: object): void {
    const texts = this.#byGroup.get(group);
    if (!texts) return;
    for (const text of texts.values()) this.#size -= text.length;
    this.#byGroup.delete(group);
  }

  clear(): void {
    this.#byGroup.clear();
    this.#size = 0;
  }
}
