/** What the overview and its charts say. */

/** What is done to those of a resource, where it is called otherwise than for all. */
const DID_TO: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  follows: { create: "followed", delete: "no longer follows" },
  "error-log": { create: "noted" },
};

/** One of a resource, where its name in the singular would not do. */
const THINGS: Readonly<Record<string, string>> = {
  follows: "",
  "account-config": "the",
  "api-keys": "the API key",
  "geo-interests": "the place",
  "error-log": "the error",
};

/** Several of a resource, where its name would not do. */
const MANY: Readonly<Record<string, string>> = { follows: "repositories", "error-log": "errors" };

export const TEXTS = {
  title: "Overview",
  chartTime: "Time",
  openLeads: "Open leads",
  openValue: "Worth of open leads",
  wonThisMonth: "Won, last changed this month",
  activitiesOfWeek: "Activities, 7 days",
  and: (more: string) => `and ${more}`,
  leadsByStage: "Open leads by stage",
  noLeadsHint: "A lead is a chance of business. Here you see how many stand at which stage, and what they are worth.",
  activities: "Activities",
  activitiesOverTime: (days: number) => `Activities of the last ${days} days`,
  noActivities: "Nothing happened yet",
  noActivitiesHint: "Calls, mails, meetings and notes on any record are counted here, day by day.",
  make: (thing: string) => `Make a ${thing}`,
  flights: "Next flights",
  noFlights: "No flight is ahead",
  noFlightsHint: "Flights that are still to depart stand here, the next one first, with the seats that are taken.",
  seats: (count: number) => (count === 1 ? "1 seat" : `${count} seats`),
  seatsTaken: (taken: number, all: number) => `${taken} of ${all} seats taken`,
  bookings: "Next bookings",
  noBookings: "Nobody is booked on what is ahead",
  noBookingsHint: "Whoever is booked on one of the next flights stands here.",
  repositories: "Repositories",
  allRepositories: "All repositories",
  moreRepositories: (more: number) => `${more} more`,
  noRepositories: "No repository is followed yet",
  noRepositoriesHint:
    "Follow one of GitHub: its stars, issues and releases come here, and its people can become leads.",
  followRepository: "Follow a repository",
  stars: "Stars",
  starsOver: (days: number) => `Stars over ${days} days`,
  gained: (stars: string, days: number) => `${stars.startsWith("-") ? "" : "+"}${stars} in ${days} d`,
  state: {
    active: "Active",
    archived: "Archived: nothing changes there any more",
    missing: "GitHub does not find it any more",
    blocked: "GitHub has blocked it",
    refused: "GitHub refuses to show it",
  },
  feed: "What happens",
  nothingChanged: "Nothing happened yet",
  nothingChangedHint: "Whoever makes, changes or deletes something here stands in this list a moment later.",
  you: "You",
  croftItself: "Croft",
  operator: "An operator",
  key: (name: string) => `Key ${name}`,
  someKey: "A key",
  formerMember: "A former member",
  did: { create: "made", update: "changed", delete: "deleted", restore: "restored", purge: "removed for good" },
  didTo: DID_TO,
  the: (thing: string) => `the ${thing}`,
  things: THINGS,
  many: MANY,
  andMore: (said: string, more: number) => `${said} and ${more} more`,
  begin: "Begin here",
  beginHint: "This is a new tenant. Each of these takes a minute, and this page fills as you go.",
  steps: {
    lead: "Make your first lead",
    activity: "Note what you did",
    repository: "Follow a repository",
    people: "Invite somebody",
  },
  done: "done",
} as const;
