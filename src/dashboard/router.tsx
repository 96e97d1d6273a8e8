/** Where each address leads. Pages are loaded when somebody goes there, all but the frame around them. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import * as z from "zod/mini";
import { sectionSchema } from "./operators/section-schema.ts";
import { TABS } from "./repositories/tab-names.ts";
import { lastTenant } from "./shell/last-tenant.ts";
import { NotFound } from "./shell/not-found.tsx";
import { OperatorFrame } from "./shell/operator-frame.tsx";
import { PageError } from "./shell/page-error.tsx";
import { TenantFrame } from "./shell/tenant-frame.tsx";
import { Loading } from "./ui/notice.tsx";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Where whoever signs in goes on. */
const nextSchema = z.object({ next: z.optional(z.string()) });

/** Behind the link of a mail: `confirmed`, and `error` where the link is over. `confirm` asks for another mail. */
const signInSchema = z.extend(nextSchema, {
  confirmed: z.optional(z.string()),
  error: z.optional(z.string()),
  confirm: z.optional(z.boolean()),
});

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    const tenant = lastTenant();
    throw tenant === null ? redirect({ to: "/tenants" }) : redirect({ to: "/t/$tenant", params: { tenant } });
  },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search) => signInSchema.parse(search),
  component: lazyRouteComponent(() => import("./sign-in/sign-in-page.tsx"), "SignInPage"),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: "/sign-up",
  validateSearch: (search) => nextSchema.parse(search),
  component: lazyRouteComponent(() => import("./sign-in/sign-up-page.tsx"), "SignUpPage"),
});

const key = createRoute({
  getParentRoute: () => root,
  path: "/key",
  component: lazyRouteComponent(() => import("./sign-in/key-page.tsx"), "KeyPage"),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/account",
  component: lazyRouteComponent(() => import("./account/account-page.tsx"), "AccountPage"),
});

/** Behind the link of a mail: `token`, good for one new password, or `error` where the link is over. */
const passwordSchema = z.object({ token: z.optional(z.string()), error: z.optional(z.string()) });

const password = createRoute({
  getParentRoute: () => root,
  path: "/account/password",
  validateSearch: (search) => passwordSchema.parse(search),
  component: lazyRouteComponent(() => import("./sign-in/password-page.tsx"), "PasswordPage"),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitations/$token",
  component: lazyRouteComponent(() => import("./sign-in/invitation-page.tsx"), "InvitationPage"),
});

const tenants = createRoute({
  getParentRoute: () => root,
  path: "/tenants",
  component: lazyRouteComponent(() => import("./tenants/tenants-page.tsx"), "TenantsPage"),
});

const tenant = createRoute({ getParentRoute: () => root, path: "/t/$tenant", component: TenantFrame });

const overview = createRoute({
  getParentRoute: () => tenant,
  path: "/",
  component: lazyRouteComponent(() => import("./overview/overview-page.tsx"), "OverviewPage"),
});

/** What somebody mistyped in an address is left out. */
function lenient<Value extends z.core.$ZodType>(value: Value) {
  return z.catch(z.optional(value), undefined);
}

/** What a table shows stands in its address, so that it can be sent to others. Read by src/dashboard/records/table-state.ts. */
const tableSchema = z.object({
  view: lenient(z.string()),
  layout: lenient(z.enum(["table", "board", "calendar", "map"])),
  q: lenient(z.string()),
  filter: lenient(z.json()),
  sort: lenient(z.array(z.string())),
  columns: lenient(z.nullable(z.array(z.string()))),
  widths: lenient(z.record(z.string(), z.number())),
});

const records = createRoute({
  getParentRoute: () => tenant,
  path: "/r/$resource",
  validateSearch: (search) => z.parse(tableSchema, search),
  component: lazyRouteComponent(() => import("./records/records-page.tsx"), "RecordsPage"),
});

const record = createRoute({
  getParentRoute: () => tenant,
  path: "/r/$resource/$id",
  component: lazyRouteComponent(() => import("./record/record-page.tsx"), "RecordPage"),
});

const repositories = createRoute({
  getParentRoute: () => tenant,
  path: "/repositories",
  component: lazyRouteComponent(() => import("./repositories/repositories-page.tsx"), "RepositoriesPage"),
});

/** Which part of a repository is open. */
const repositorySchema = z.object({ tab: z.catch(z.optional(z.enum(TABS)), undefined) });

const repository = createRoute({
  getParentRoute: () => tenant,
  path: "/repositories/$owner/$name",
  validateSearch: (search) => z.parse(repositorySchema, search),
  component: lazyRouteComponent(() => import("./repositories/repository-page.tsx"), "RepositoryPage"),
});

const settings = createRoute({
  getParentRoute: () => tenant,
  path: "/settings/$section",
  component: lazyRouteComponent(() => import("./settings/settings-page.tsx"), "SettingsPage"),
});

const operators = createRoute({ getParentRoute: () => root, path: "/operators", component: OperatorFrame });

const operatorHome = createRoute({
  getParentRoute: () => operators,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/operators/$section", params: { section: "tenants" } });
  },
});

const operatorSection = createRoute({
  getParentRoute: () => operators,
  path: "/$section",
  validateSearch: (search) => z.parse(sectionSchema, search),
  component: lazyRouteComponent(() => import("./operators/operators-page.tsx"), "OperatorsPage"),
});

const routeTree = root.addChildren([
  home,
  signIn,
  signUp,
  key,
  account,
  password,
  invitation,
  tenants,
  tenant.addChildren([overview, records, record, repositories, repository, settings]),
  operators.addChildren([operatorHome, operatorSection]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: Loading,
  defaultErrorComponent: PageError,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The list that a record was opened from: see src/dashboard/records/came-from.ts. */
    readonly list?: number;
  }
}
