/** Who did something. */
import type { ChangeEntry } from "../../client/croft.ts";
import { useTitle } from "../fields/titles.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS as FIELD_TEXTS } from "../texts/fields.ts";
import { TEXTS } from "../texts/record.ts";

const MEMBERS = { resource: "members", by: "userId" } as const;
const KEYS = { resource: "api-keys", by: "id" } as const;

export function ActorName({ actor: { kind, id } }: { readonly actor: ChangeEntry["actor"] }) {
  const { me } = useTenant();
  const { title } = useTitle(kind === "user" ? MEMBERS : KEYS, kind === "user" || kind === "key" ? id : null);
  const name = kind === "user" && id === me.id && me.name ? me.name : title;
  if (kind === "system") return FIELD_TEXTS.system;
  if (kind === "operator") return FIELD_TEXTS.operator;
  return <bdi title={id}>{name ?? (kind === "key" ? FIELD_TEXTS.key : TEXTS.someone)}</bdi>;
}
