/** Who works with the ordinary records of a tenant: members write, viewers read, removing for good is for admins. */
import type { Access } from "./define.ts";

export const EVERYDAY_ACCESS: Access = {
  read: "viewer",
  create: "member",
  update: "member",
  delete: "member",
  purge: "admin",
};
