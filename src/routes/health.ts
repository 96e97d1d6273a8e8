/** `GET /healthz`: that the Worker runs. Asks nobody else, so that it cannot be used to load them. */
export function showHealth(): Response {
  return Response.json({ data: { status: "ok" }, meta: {} });
}
