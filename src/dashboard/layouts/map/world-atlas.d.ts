/** The countries of the world, 1 to 110 million, as Natural Earth draws them. */
declare module "world-atlas/countries-110m.json" {
  type Mesh = Parameters<typeof import("topojson-client").mesh>;
  type Shape = NonNullable<Mesh[1]>;
  const world: Mesh[0] & { readonly objects: { readonly countries: Shape; readonly land: Shape } };
  export default world;
}
