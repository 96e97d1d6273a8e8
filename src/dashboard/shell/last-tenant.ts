/** The tenant in which somebody was last, to go on there. */
const PLACE = "croft.tenant";

export function lastTenant(): string | null {
  return localStorage.getItem(PLACE);
}

export function keepLastTenant(handle: string): void {
  localStorage.setItem(PLACE, handle);
}

export function forgetLastTenant(): void {
  localStorage.removeItem(PLACE);
}
