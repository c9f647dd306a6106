// The rituals file as it stands in the editor, and as it holds in the sandbox; other parts of the page look on.
// Events on `document`: "draft" when what stands in the editor changed, "applied" when something else holds.

export const draft = {
  text: null,
  live: "",
  changed() { return this.text !== null && this.text !== this.live; },
};
