/** What every stored record has; Croft alone writes it. */
export interface StoredRecord {
  readonly id: string;
  /** ISO 8601 UTC with milliseconds, as all times. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly createdBy: string;
  /** Its ETag. */
  readonly version: number;
  readonly deletedAt: string | null;
}
