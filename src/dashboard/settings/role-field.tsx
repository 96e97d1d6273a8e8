/** A choice of the roles that the caller may give. */
import { CONFIG } from "../resources.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/settings.ts";
import { SelectField } from "../ui/field.tsx";
import { rolesToGive } from "./roles.ts";

export function RoleField({ error }: { readonly error?: string | undefined }) {
  const { role } = useTenant();
  const roles = rolesToGive(CONFIG.roles, role);
  return (
    <SelectField
      label={TEXTS.role}
      name="role"
      defaultValue={roles.includes("member") ? "member" : roles[0]}
      error={error}
    >
      {roles.map((each) => (
        <option key={each} value={each}>
          {TEXTS.roleMeans[each] ?? each}
        </option>
      ))}
    </SelectField>
  );
}
