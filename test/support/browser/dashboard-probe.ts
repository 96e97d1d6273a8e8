/** Measures from within a page of the dashboard; test/bench/dashboard.ts puts it in front of the page's own scripts. */

/** A row of the table as it stands in the page. */
interface ShownRow {
  /** From 0. */
  readonly index: number;
  readonly id: string;
}

/** What happened in the page since it was last asked. Milliseconds. */
interface Observed {
  /** Tasks of 50 ms and more, the least that a browser tells of. */
  readonly tasks: readonly number[];
  /** Between two frames. */
  readonly frames: readonly number[];
}

class Probe {
  #tasks: number[] = [];
  #frames: number[] = [];
  #isCounting = false;
  readonly #shown = new Map<string, number>();
  readonly #passed = new Map<number, string>();
  readonly #wrong: string[] = [];

  constructor() {
    new PerformanceObserver((list) => {
      this.#tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask" });
  }

  /** Begins to count frames and tasks anew. */
  begin(): void {
    this.#tasks = [];
    this.#frames = [];
    if (this.#isCounting) return;
    this.#isCounting = true;
    let before = performance.now();
    const count = (now: number) => {
      this.#frames.push(now - before);
      before = now;
      requestAnimationFrame(count);
    };
    requestAnimationFrame((now) => {
      before = now;
      requestAnimationFrame(count);
    });
  }

  end(): Observed {
    return { tasks: this.#tasks, frames: this.#frames };
  }

  /** From now on notes when words that begin like this are first on the screen. */
  watch(beginning: string): void {
    const word = new RegExp(`${beginning}\\d+`, "g");
    new MutationObserver((changes) => {
      const found = new Set(changes.flatMap((change) => textsOf(change).flatMap((text) => text.match(word) ?? [])));
      const fresh = [...found].filter((each) => !this.#shown.has(each));
      if (fresh.length > 0)
        afterPaint(() => {
          const now = Date.now();
          for (const each of fresh) if (!this.#shown.has(each)) this.#shown.set(each, now);
        });
    }).observe(document, { subtree: true, childList: true, characterData: true });
  }

  /** Those words, and milliseconds since 1970. */
  shown(): [string, number][] {
    return [...this.#shown];
  }

  /** Resolves once the connection was lost and is live again, with the time: milliseconds since 1970. */
  async comeback(): Promise<number> {
    const isLive = () => document.querySelector('[data-connection="live"]') !== null;
    while (isLive()) await nextFrame();
    while (!isLive()) await nextFrame();
    return Date.now();
  }

  rows(): ShownRow[] {
    return [...document.querySelectorAll('[role="grid"] tbody tr')].flatMap((row) => {
      const cell = row.querySelector("[data-record]");
      if (!(cell instanceof HTMLElement)) return [];
      return [{ index: Number(row.getAttribute("aria-rowindex")) - 2, id: cell.dataset.record ?? "" }];
    });
  }

  /** From now on notes in each frame which rows stand where. */
  collect(): void {
    const note = () => {
      for (const { index, id } of this.rows()) {
        const before = this.#passed.get(index);
        if (before !== undefined && before !== id) this.#wrong.push(`Row ${index} was ${before} and is ${id}.`);
        this.#passed.set(index, id);
      }
      requestAnimationFrame(note);
    };
    note();
  }

  /** Ids of the rows that have passed by, from the first index to the last; and what was wrong on the way. */
  collected(): { readonly ids: readonly string[]; readonly wrong: readonly string[] } {
    const rows = [...this.#passed].toSorted(([a], [b]) => a - b);
    return { ids: rows.map(([, id]) => id), wrong: this.#wrong };
  }
}

function textsOf({ type, target, addedNodes }: MutationRecord): string[] {
  const nodes = type === "childList" ? [...addedNodes] : [target];
  return nodes.map((node) => node.textContent ?? "");
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A task of its own behind the next frame: what it carries is on the screen by then. */
function afterPaint(run: () => void): void {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = run;
    port2.postMessage(null);
  });
}

Object.assign(window, { probe: new Probe() });
