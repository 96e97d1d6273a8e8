/** What the overview and its charts say. */
export const TEXTS = {
  title: "Overview",
  chartTime: "Time",
  openLeads: "Open leads",
  openValue: "Worth of open leads",
  wonThisMonth: "Won this month",
  activitiesOfWeek: "Activities, 7 days",
  and: (more: string) => `and ${more}`,
  leadsByStage: "Open leads by stage",
  noLeadsHint: "A lead is a chance of business. Here you see how many stand at which stage, and what they are worth.",
  activities: "Activities",
  activitiesOverTime: (days: number) => `Activities of the last ${days} days`,
  noActivities: "Nothing happened yet",
  noActivitiesHint: "Calls, mails, meetings and notes on any record are counted here, day by day.",
} as const;
