// What the page knows at the moment; one object, so that every part sees the same.

export const world = {
  people: new Map(),
  edition: "", // changes whenever anybody's profile does
  me: null, // a row of people
  view: null, // what /sandbox/view said last
  place: "", // id of the open conversation, "home", or the app's user id for a direct message not opened yet
  rows: [], // messages of the open conversation
  thread: "", // timestamp of the thread in the side panel
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

/** The app's entries in the menu of each message. */
export const shortcuts = () => (world.view?.shortcuts || []).filter((one) => one.kind === "message");

export const channels = () => world.view?.channels || [];
export const dms = () => world.view?.dms || [];

/** The direct message between me and the app, if it is open already. */
export const appDm = () => dms().find((dm) => dm.kind === "im" && dm.members.includes(app().user_id));

export function conversation(id) {
  if (id === app().user_id) return appDm() || { id, kind: "im", members: [], title: app().name, unread: 0 };
  return [...channels(), ...dms()].find((one) => one.id === id);
}

export function titleOf(one) {
  return one.name ? `#${one.name}` : one.title;
}
