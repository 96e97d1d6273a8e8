/** What boards, calendars and maps say. */
const plural = (count: number, one: string, many: string) => `${count.toLocaleString()} ${count === 1 ? one : many}`;

export const TEXTS = {
  // Boards
  noBoard: "These records have no field with options, and so no board.",
  withoutValue: "None",
  cards: (count: number) => plural(count, "record", "records"),
  emptyColumn: "Nothing here",
  notFrom: "Not from where this one is",
  newIn: (what: string, column: string) => `New ${what} in ${column}`,
  showMore: (count: number) => `Show ${count} more`,
  tooMany: (most: number) => `These are the first ${most.toLocaleString()}. A filter shows others.`,
  drag: (title: string) => `Drag ${title}`,
  moveThis: (title: string) => `Move ${title}`,
  moveTo: "Move to…",
  howToDrag:
    "Press space to pick the card up, the arrow keys left and right to take it to another column, space to put it down, escape to leave it where it was.",
  pickedUp: (title: string) => `Picked up ${title}.`,
  isOver: (title: string, column: string | null) =>
    column === null ? `${title} is over no column that takes it.` : `${title} is over ${column}.`,
  putDown: (title: string, column: string | null) =>
    column === null ? `${title} stays where it was.` : `${title} was put into ${column}.`,
  notMoved: (title: string) => `“${title}” was not moved`,
  changedMeanwhile: (who: string, fields: readonly string[]) =>
    fields.length === 0
      ? `${who} changed it meanwhile. You see the newest now.`
      : `${who} changed it meanwhile (${fields.join(", ")}). You see the newest now.`,
  actor: { user: "Somebody", key: "A program", operator: "The operator", system: "Croft" },
  // Calendars
  noCalendar: "These records have no time, and so no calendar.",
  span: { month: "Month", week: "Week" },
  spans: "What is shown",
  by: "By",
  today: "Today",
  previous: { month: "Previous month", week: "Previous week" },
  next: { month: "Next month", week: "Next week" },
  more: (count: number) => `${count.toLocaleString()} more`,
  moreOn: (count: number, day: string) => `${count.toLocaleString()} more on ${day}`,
  entries: (count: number) => (count === 0 ? "nothing" : plural(count, "entry", "entries")),
  newOnDay: (what: string, day: string) => `New ${what} on ${day}`,
  emptyDay: "Nothing on this day.",
  calendarHelp: "The arrow keys go from day to day, Page Up and Page Down from month to month.",
  calendarHelpCreate: "Enter makes a new record on the day.",
  // Maps
  noMap: "These records have no place, and so no map.",
  map: "Map",
  mapHelp: "The arrow keys move the map, + and − zoom, 0 shows the whole world.",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  wholeWorld: "Show the whole world",
  cluster: (count: number) => `${count.toLocaleString()} places close together: zoom in`,
  inSight: (count: number) => plural(count, "place in sight", "places in sight"),
  nothingInSight: "No place in this part of the world.",
  radius: (kilometres: string) => `within ${kilometres}`,
} as const;
