/** Migrations and the files of the reference page are imported as text: wrangler.toml has the rules. */
declare module "*.sql" {
  const text: string;
  export default text;
}
declare module "*.html" {
  const text: string;
  export default text;
}
declare module "*.css" {
  const text: string;
  export default text;
}
declare module "*.svg" {
  const text: string;
  export default text;
}
/** The Worker imports no other scripts by this ending. */
declare module "*.js" {
  const text: string;
  export default text;
}
