/** The handle that a name suggests: "Müller & Söhne" as `muller-sohne`. */
export function handleOf(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+/, "");
  return words.slice(0, 40).replace(/-+$/, "");
}
