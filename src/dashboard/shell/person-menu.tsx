/** Who is signed in, the theme, and the way out. */
import { Link } from "@tanstack/react-router";
import { Check, CircleUser, LogOut, Monitor, Moon, Sun, UserCog, Wrench } from "lucide-react";
import { typedCredential } from "../credential.ts";
import { TEXTS as FIELD_TEXTS } from "../texts/fields.ts";
import { TEXTS } from "../texts/shell.ts";
import { Menu, MenuHeading, MenuItem, MenuLink } from "../ui/menu.tsx";
import { useLeave } from "./leave.ts";
import { useIsOperator, useMe } from "./me.ts";
import { setTheme, type Theme, useTheme } from "./theme.ts";

const THEMES = [
  ["system", TEXTS.themeSystem, Monitor],
  ["light", TEXTS.themeLight, Sun],
  ["dark", TEXTS.themeDark, Moon],
] as const satisfies readonly (readonly [Theme, string, typeof Sun])[];

export function PersonMenu() {
  const { data: me } = useMe();
  const isOperator = useIsOperator();
  const theme = useTheme();
  const leave = useLeave();
  return (
    <Menu
      trigger={<Trigger name={me ? (me.name ?? (me.kind === "key" ? FIELD_TEXTS.key : FIELD_TEXTS.operator)) : ""} />}
    >
      <MenuLink link={<Link to="/account" />}>
        <UserCog size={14} aria-hidden /> {TEXTS.account}
      </MenuLink>
      {isOperator && (
        <MenuLink link={<Link to="/operators/$section" params={{ section: "tenants" }} />}>
          <Wrench size={14} aria-hidden /> {TEXTS.operators}
        </MenuLink>
      )}
      <MenuHeading>{TEXTS.theme}</MenuHeading>
      {THEMES.map(([value, label, Icon]) => (
        <MenuItem key={value} onSelect={() => setTheme(value)}>
          <Icon size={14} aria-hidden /> {label}{" "}
          {theme === value && <Check size={14} aria-label="✓" className="ml-auto" />}
        </MenuItem>
      ))}
      <MenuItem onSelect={leave}>
        <LogOut size={14} aria-hidden /> {typedCredential() ? TEXTS.forgetKey : TEXTS.signOut}
      </MenuItem>
    </Menu>
  );
}

function Trigger({ name, ...props }: { readonly name: string }) {
  return (
    <button
      type="button"
      {...props}
      className="flex min-w-0 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 hover:bg-line/50"
    >
      <CircleUser size={16} aria-hidden className="text-quiet" />
      <span className="min-w-0 flex-1 truncate text-left">{name}</span>
    </button>
  );
}
