/** Migrations are imported as text: wrangler.toml and the test pool have the rule. */
declare module "*.sql" {
  const text: string;
  export default text;
}
