/** The sign of each resource. A resource without one has that of `other`. */
import {
  BookUser,
  Building2,
  CalendarDays,
  File,
  Files,
  type LucideIcon,
  Mail,
  MapPin,
  PawPrint,
  Phone,
  PlaneTakeoff,
  Target,
  Ticket,
} from "lucide-react";

export const ICONS: Readonly<Record<string, LucideIcon>> & { readonly other: LucideIcon } = {
  humans: BookUser,
  emails: Mail,
  "phone-numbers": Phone,
  accounts: Building2,
  leads: Target,
  activities: CalendarDays,
  "geo-interests": MapPin,
  flights: PlaneTakeoff,
  pets: PawPrint,
  bookings: Ticket,
  documents: Files,
  other: File,
};
