/** Whom the GitHub of the tests in workerd knows. */
export const APP_ID = 12_345;
export const INSTALLATION = 501;
export const SUSPENDED = 502;
/** Of no repository, so that nobody else uses its token. */
export const RENEWED = 504;
/** Installed for INSTALLED_REPOSITORY. */
export const INSTALLED = 503;
export const INSTALLED_REPOSITORY = "installed/thing";
/** In the environment as GITHUB_TOKEN. */
export const SERVICE_TOKEN = "ghp_theTokenOfTheService0123456789abcdef";
/** Tokens that tenants bring; each test takes one of its own. */
export const TENANT_TOKENS = Array.from({ length: 20 }, (_, index) => `ghp_tokenOfTenant${index}xxxxxxxxxxxxxxxxxxxx`);
/** Served for the tests of budgets alone, which rename it and hide it. */
export const BUDGET_REPOSITORY = "budgets/looked-up";
