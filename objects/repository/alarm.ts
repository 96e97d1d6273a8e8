/**
 * The one alarm of a repository's object rings for two: the jobs, which are rows, and the next round of refreshing, which is none: a round
 * in which nothing changed writes nothing, so the alarm itself is where its time is kept.
 */
export class SharedAlarm {
  readonly #storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm" | "deleteAlarm">;
  /** When the jobs want it to ring; null for never, undefined for unknown since the object woke. */
  #jobsAt: number | null | undefined;
  #syncAt: number | null | undefined;
  /** The earliest time for which a round was wanted since the last one began. */
  #wantedAt: number | null = null;

  constructor(storage: Pick<DurableObjectStorage, "getAlarm" | "setAlarm" | "deleteAlarm">) {
    this.#storage = storage;
  }

  /** What the jobs see of it. */
  readonly jobs = {
    get: (): Promise<number | null> => this.#storage.getAlarm(),
    set: (at: number): Promise<void> => {
      this.#jobsAt = at;
      return this.#arm();
    },
    clear: (): Promise<void> => {
      this.#jobsAt = null;
      return this.#arm();
    },
  };

  /** Whether the next round is due. After waking nobody remembers what it was set for: then it is. */
  isSyncDue(now: number): boolean {
    return this.#syncAt === undefined || (this.#syncAt !== null && this.#syncAt <= now);
  }

  /** Has the next round begin at `at` (milliseconds since 1970), or never where null. */
  async setSync(at: number | null): Promise<void> {
    this.#syncAt = at;
    await this.#arm();
  }

  /** A round begins. Should the object die in the middle, the next one begins at `again`. */
  async beginSync(again: number): Promise<void> {
    this.#wantedAt = null;
    await this.setSync(again);
  }

  /** A round has ended, and the next one is due at `at`, unless somebody wanted one meanwhile: the last steps of a round see nothing new. */
  async endSync(at: number | null): Promise<void> {
    const wanted = this.#wantedAt;
    await this.setSync(wanted === null ? at : Math.min(at ?? wanted, wanted));
  }

  /** Has the next round begin no later than `at`. */
  async wantSync(at: number): Promise<void> {
    this.#wantedAt = Math.min(this.#wantedAt ?? at, at);
    if (typeof this.#syncAt === "number" && this.#syncAt <= at) return;
    await this.setSync(at);
  }

  /** Begins a round where none is set: an alarm can be lost. Call it when the object starts, where somebody follows. */
  async ensureSync(now: number): Promise<void> {
    if (this.#syncAt === undefined && (await this.#storage.getAlarm()) === null) await this.setSync(now);
  }

  async #arm(): Promise<void> {
    const known = this.#syncAt === undefined || this.#jobsAt === undefined ? await this.#storage.getAlarm() : null;
    // Whoever has not spoken since the object woke may be whom it was set for.
    const times = [this.#jobsAt, this.#syncAt, known].filter((at) => typeof at === "number");
    if (times.length === 0) await this.#storage.deleteAlarm();
    else await this.#storage.setAlarm(Math.min(...times));
  }
}
