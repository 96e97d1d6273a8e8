/** Tenants, their keys, their members and the caller, as the control routes take and show them. */
import * as z from "zod";

/** Handles never change and name the tenant's object, so only one spelling of each exists. */
export const TENANT_PATTERN = /^[a-z][a-z0-9-]{1,38}[a-z0-9]$/;

const handle = z
  .string()
  .regex(TENANT_PATTERN, "Use 3 to 40 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit.");
const tenantName = z.string().min(1, "Give the tenant a name.").max(200, "At most 200 characters.");

/** Body of `POST /v1/tenants`. */
export const createTenantSchema = z.strictObject({ tenant: handle, name: tenantName, plan: z.string().optional() });
export type CreateTenant = z.infer<typeof createTenantSchema>;

/** Body of `PATCH /v1/tenants/{tenant}`; plan and status are the operator's. */
export const updateTenantSchema = z.strictObject({
  name: tenantName.optional(),
  plan: z.string().optional(),
  status: z.enum(["active", "suspended"]).optional(),
});
export type UpdateTenant = z.infer<typeof updateTenantSchema>;

/** A tenant as its own object shows it. */
export interface TenantView {
  tenant: string;
  name: string;
  plan: string;
  status: "active" | "suspended";
  createdAt: string;
}

/** Body of `POST /v1/tenants/{tenant}/api-keys`. */
export const createKeySchema = z.strictObject({
  name: z.string().min(1, "Give the key a name.").max(200, "At most 200 characters."),
  role: z.string(),
  resources: z.array(z.string()).max(50, "At most 50 resources.").nullable().optional(),
  readOnly: z.boolean().optional(),
  expiresAt: z.iso.datetime({ offset: true, message: "Use an ISO 8601 time." }).nullable().optional(),
});
export type CreateKey = z.infer<typeof createKeySchema>;

/** Body of `PATCH /v1/tenants/{tenant}/api-keys/{id}`. */
export const updateKeySchema = createKeySchema.partial();

/** Body of `PATCH /v1/tenants/{tenant}/members/{id}`. */
export const updateMemberSchema = z.strictObject({ role: z.string() });

/** Body of `PUT /v1/tenants/{tenant}/github-token`. */
export const githubTokenSchema = z.strictObject({
  // A prefix and letters and digits, of any length; old ones are 40 hexadecimal digits. Nothing of it can end a header.
  token: z
    .string({ error: "This field is required." })
    .regex(/^[A-Za-z0-9_.-]{20,1000}$/, "This must be a token of GitHub, as it was shown when it was made."),
});
