/** With what a tenant has begun. */

export interface Begun {
  readonly lead: boolean;
  readonly activity: boolean;
  readonly repository: boolean;
  readonly people: boolean;
}

/** Whether there is so little that figures would tell nothing: one knows better how to go on. */
export function isNew(begun: Begun): boolean {
  return !begun.lead && Object.values(begun).filter(Boolean).length < 2;
}
