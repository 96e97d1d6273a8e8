/** `GET /openapi.json` and `GET /asyncapi.json`: the reference, made once an isolate from the definitions. */
import { ROUTES as repositoryRoutes } from "../../objects/repository/handle.ts";
import { ROUTES as tenantRoutes } from "../../objects/tenant/routes.ts";
import { config } from "../croft.config.ts";
import { preferred } from "../middleware/accept.ts";
import { asyncApi } from "../reference/asyncapi.ts";
import { openApi } from "../reference/openapi.ts";
import { repositoryResources } from "../resources/github/repository-resources.ts";
import { JSON_MEDIA_TYPE } from "../response-headers.ts";
import { cachedText, type Handler } from "./cached-text.ts";

/** Documents change with a deploy alone; a browser or a proxy may keep them this long before it asks again. */
const CACHE_CONTROL = "public, max-age=300";

const ROUTES = { tenant: tenantRoutes, repository: repositoryRoutes };

export const showOpenApi = documentOf(
  () => openApi(config, ROUTES, repositoryResources),
  "application/vnd.oai.openapi+json",
);
export const showAsyncApi = documentOf(() => asyncApi(config), "application/vnd.aai.asyncapi+json");

/** @param own the document's own media type, for those who ask for it. */
function documentOf(build: () => object, own: string): Handler {
  return cachedText(
    () => JSON.stringify(build()),
    (context) => {
      const type = preferred(context.req.header("accept") || "*/*", ["application/json", own]);
      return {
        "Cache-Control": CACHE_CONTROL,
        "Content-Type": type === own ? own : JSON_MEDIA_TYPE,
        Vary: "Accept",
      };
    },
  );
}
