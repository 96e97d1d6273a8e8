/** The route table: what happens to every request, and where each path goes. */
import { Hono } from "hono";
import { acceptable } from "./middleware/accept.ts";
import { authenticate } from "./middleware/authenticate.ts";
import { crossOrigin } from "./middleware/cross-origin.ts";
import { edgeLimit } from "./middleware/edge-limit.ts";
import { requestLog } from "./middleware/log.ts";
import { onError, onMethodMissing, onNotFound } from "./middleware/on-error.ts";
import { requestId } from "./middleware/request-id.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import type { AppBindings } from "./middleware/variables.ts";
import { forwardToAuth } from "./routes/auth.ts";
import { listBudgets } from "./routes/budgets.ts";
import { showCaller } from "./routes/caller.ts";
import { receiveClerkWebhook } from "./routes/clerk-webhook.ts";
import {
  DASHBOARD_PAGES,
  DASHBOARD_PATHS,
  showDashboard,
  showDashboardFile,
  showThemeScript,
} from "./routes/dashboard.ts";
import { showDocs, showDocsFile } from "./routes/docs.ts";
import { receiveGithubWebhook } from "./routes/github-webhook.ts";
import { showHealth } from "./routes/health.ts";
import { acceptInvitation } from "./routes/invitations.ts";
import { openLive } from "./routes/live.ts";
import { showAsyncApi, showOpenApi } from "./routes/openapi.ts";
import { listRepositoriesOfCaller } from "./routes/repositories.ts";
import { forwardToRepository, openRepositoryLive, rebuildRepository, refreshRepository } from "./routes/repository.ts";
import { searchAcrossTenants } from "./routes/search.ts";
import { forwardToTenant } from "./routes/tenant.ts";
import { createTenant, listTenantsOfCaller } from "./routes/tenants.ts";
import { listUsers, showUser, updateUser } from "./routes/users.ts";

export const app = new Hono<AppBindings>({ strict: false });

app.onError(onError);
app.notFound(onNotFound);

app.use(requestId, requestLog, securityHeaders, crossOrigin, edgeLimit, acceptable, authenticate);

// The dashboard, which finds its way by the address (src/dashboard/router.tsx).
for (const path of DASHBOARD_PAGES) app.get(path, showDashboard);
app.get("/assets/:file", showDashboardFile);
app.get("/theme.js", showThemeScript);
app.get("/healthz", showHealth);
app.get("/openapi.json", showOpenApi);
app.get("/asyncapi.json", showAsyncApi);
app.get("/docs", showDocs);
app.get("/docs/:file", showDocsFile);
// croft-auth's own table says what lies below (src/auth/worker/routes.ts).
app.all("/auth/*", forwardToAuth);
app.all("/dev/mail", forwardToAuth);
app.post("/webhooks/clerk", receiveClerkWebhook);
app.post("/webhooks/github", receiveGithubWebhook);
app.get("/v1/me", showCaller);
app.get("/v1/tenants", listTenantsOfCaller);
app.post("/v1/tenants", createTenant);
app.get("/v1/search", searchAcrossTenants);
app.get("/v1/repositories", listRepositoriesOfCaller);
app.get("/v1/budgets", listBudgets);
app.get("/v1/users", listUsers);
app.get("/v1/users/:id", showUser);
app.patch("/v1/users/:id", updateUser);
app.post("/v1/invitations/:token/accept", acceptInvitation);
app.post("/v1/repositories/:owner/:name/rebuild", rebuildRepository);
app.all("/v1/repositories/:owner/:name/rebuild", onMethodMissing("POST"));
app.post("/v1/repositories/:owner/:name/refresh", refreshRepository);
app.all("/v1/repositories/:owner/:name/refresh", onMethodMissing("POST"));
app.get("/v1/repositories/:owner/:name/live", openRepositoryLive);
app.all("/v1/repositories/:owner/:name/live", onMethodMissing("GET"));
// The repository's object has a table for what lies below (objects/repository/handle.ts).
app.all("/v1/repositories/:owner/:name/*", forwardToRepository);
app.get("/v1/tenants/:tenant/live", openLive);
app.all("/v1/tenants/:tenant/live", onMethodMissing("GET"));
// The object's own table says what lies below (objects/tenant/routes.ts).
app.all("/v1/tenants/:tenant/*", forwardToTenant);

// A path that exists under another method.
for (const path of DASHBOARD_PATHS) app.all(path, onMethodMissing("GET"));
app.all("/healthz", onMethodMissing("GET"));
app.all("/openapi.json", onMethodMissing("GET"));
app.all("/asyncapi.json", onMethodMissing("GET"));
app.all("/docs", onMethodMissing("GET"));
app.all("/docs/:file", onMethodMissing("GET"));
app.all("/webhooks/github", onMethodMissing("POST"));
app.all("/webhooks/clerk", onMethodMissing("POST"));
app.all("/v1/me", onMethodMissing("GET"));
app.all("/v1/tenants", onMethodMissing("GET, POST"));
app.all("/v1/search", onMethodMissing("GET"));
app.all("/v1/repositories", onMethodMissing("GET"));
app.all("/v1/budgets", onMethodMissing("GET"));
app.all("/v1/users", onMethodMissing("GET"));
app.all("/v1/users/:id", onMethodMissing("GET, PATCH"));
app.all("/v1/invitations/:token/accept", onMethodMissing("POST"));
