/** Addresses as limits count them: at the edge of croft, and where croft-auth counts attempts to sign in. */

/**
 * What counts as one client: an IPv4 address, the /64 of an IPv6 address (whoever has one address of it has all), and the
 * IPv4 address inside a mapped one. Every spelling of an address has one answer; what is no address is its own.
 */
export function network(address: string): string {
  if (!address.includes(":")) return address;
  const groups = groupsOf(address);
  if (!groups) return address;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return prefix.join(":");
}

/** The eight numbers of an IPv6 address, or null for what is none. URLs know all its spellings and write one of them. */
function groupsOf(address: string): number[] | null {
  const url = `http://[${address}]`;
  if (!/^[\da-f:.]{2,45}$/i.test(address) || !URL.canParse(url)) return null;
  const [head = "", tail] = new URL(url).hostname.slice(1, -1).split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}
