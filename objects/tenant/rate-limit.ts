/** Token buckets as pure decisions. */

/** `quota` requests a `window` (seconds), a whole window's worth at once. */
export interface Quota {
  readonly quota: number;
  readonly window: number;
}

/** Tokens at a time (milliseconds). */
export interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** A bucket nobody has drawn from. */
export function fullBucket(quota: Quota, now: number): Bucket {
  return { tokens: quota.quota, at: now };
}

/** The bucket at `now`. A clock that jumped back refills nothing and takes nothing away. */
export function refill(bucket: Bucket, quota: Quota, now: number): Bucket {
  const elapsed = Math.max(0, now - bucket.at) / 1_000;
  return {
    tokens: Math.min(quota.quota, bucket.tokens + (elapsed * quota.quota) / quota.window),
    at: Math.max(now, bucket.at),
  };
}

/** Seconds (at least 1) until a refilled bucket holds a whole token. */
export function secondsUntilToken(bucket: Bucket, quota: Quota): number {
  return Math.max(1, Math.ceil(((1 - bucket.tokens) * quota.window) / quota.quota));
}
