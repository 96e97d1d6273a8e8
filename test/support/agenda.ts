/** What is to happen when: a binary heap. What falls on the same moment comes in the order in which it was entered. */
interface Entry {
  readonly at: number;
  readonly number: number;
  readonly act: (now: number) => void;
}

export class Agenda {
  readonly #heap: Entry[] = [];
  #entered = 0;

  enter(at: number, act: (now: number) => void): void {
    const heap = this.#heap;
    const entry = { at, number: this.#entered, act };
    this.#entered += 1;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (!above || !earlier(entry, above)) break;
      heap[place] = above;
      heap[parent] = entry;
      place = parent;
    }
  }

  /** Lets happen what falls before `end`. */
  runUntil(end: number): void {
    for (let next = this.#heap[0]; next && next.at < end; next = this.#heap[0]) {
      this.#dropFirst();
      next.act(next.at);
    }
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [first, second] = [heap[left], heap[left + 1]];
      const child = second && first && earlier(second, first) ? left + 1 : left;
      const below = heap[child];
      if (!below || !earlier(below, last)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = last;
  }
}

function earlier(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.number < other.number);
}
