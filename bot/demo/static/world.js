// What the page knows at the moment; one object, so that every part sees the same.

export const world = {
  people: new Map(),
  edition: "", // changes whenever anybody's profile does
  me: null, // a row of people
  view: null, // what /sandbox/view said last
  place: "", // id of the open conversation, "home", or the app's user id for a direct message not opened yet
  rows: [], // messages of the open conversation, from the oldest one that was read on
  more: false, // older ones are there
  loading: false, // the conversation was just opened and its messages have not come yet
  thread: "", // timestamp of the thread in the side panel
  replies: [], // its messages, the first one included
  touched: false, // the visitor has chosen something
  zone: "Europe/Berlin", // of the time bar
  clock: { now: Date.now(), rate: 1, running: true, read: performance.now() },
};

/** The sandbox's now, in milliseconds. */
export function now() {
  const { now: base, rate, running, read } = world.clock;
  return running ? base + (performance.now() - read) * rate : base;
}

/** The zone of the person the visitor plays; messages show the time there, as in Slack. */
export const myZone = () => world.me?.tz || world.zone;

export const app = () => world.view?.app || { user_id: "", name: "Rondo" };

export function nameOf(id) {
  if (id === app().user_id) return app().name;
  return world.people.get(id)?.real_name || id;
}

/** The app's entries in the menu of each message, or those that need none. */
export const shortcuts = (kind = "message") => (world.view?.shortcuts || []).filter((one) => one.kind === kind);

export const channels = () => world.view?.channels || [];
export const dms = () => world.view?.dms || [];

/** The direct message between me and the app, if it is open already. */
export const appDm = () => dms().find((dm) => dm.kind === "im" && dm.members.includes(app().user_id));

export function conversation(id) {
  if (id === app().user_id) return appDm() || { id, kind: "im", members: [], title: app().name, unread: 0 };
  return [...channels(), ...dms()].find((one) => one.id === id);
}

/** What is unread in a conversation, the threads one follows included. */
export const unreadIn = (one) => (one?.unread || 0) + Object.values(one?.unread_threads || {}).reduce((sum, n) => sum + n, 0);

/** The threads with something new, the newest first: [conversation, timestamp of its first message, how many]. */
export function unreadThreads() {
  const all = [...channels(), ...dms()].flatMap((one) => Object.entries(one.unread_threads || {}).map(([ts, n]) => [one, ts, n]));
  return all.sort((a, b) => Number(b[1]) - Number(a[1]));
}

/** A number on a badge; nobody counts further. */
export const upTo99 = (n) => (n > 99 ? "99+" : String(n));

export function titleOf(one) {
  return one.name ? `#${one.name}` : one.title;
}
