// Where in a rituals file the cursor stands: the way of keys to it, also in a text that is only half written.
// A parser's tree has no place for a key that is still to come; indents and open braces have one.

const KEY = /^("[^"]*"|'[^']*'|[^\s#&*!|>'"%@`{}[\],:?-][^#:]*?|[^\s#:{}[\],]+)\s*:(?=\s|$)/u;
const SCALAR = /^[|>][+-]?\d?\s*(#.*)?$/;

/**
 * -> {path, levels, entries, key, typed, from, flow, indent}, or null within a comment or a long text.
 * `path` leads to the mapping whose key is asked for (`key`), or to the value; `levels` are the entries of each mapping
 * on that way, `entries` those of the last one.
 */
export function placeAt(text, at) {
  const reader = new Reader(at);
  let start = 0;
  for (const line of text.split("\n")) {
    reader.line(line.replace(/\r$/, ""), start);
    start += line.length + 1;
  }
  return reader.found;
}

class Reader {
  constructor(at) {
    this.at = at;
    this.blocks = []; // {indent, key, index, entries}; a list has an index, a mapping has entries
    this.flow = []; // the same without an indent, within { } and [ ]
    this.token = null; // {from, text} of what is being read within a flow
    this.scalar = -1; // the indent of a key whose long text is being read
    this.found = null;
    this.done = false;
  }

  line(line, start) {
    const here = this.at >= start && this.at <= start + line.length;
    const indent = line.search(/\S|$/);
    const blank = indent === line.length;
    if (this.flow.length) return this.scan(line, 0, start);
    if (this.scalar >= 0) {
      const within = blank ? !here || this.at - start > this.scalar : indent > this.scalar;
      if (within) return undefined;
      this.scalar = -1;
    }
    if (blank || line[indent] === "#") {
      if (here && this.at <= start + indent) this.keyHere(this.at - start, "", this.at);
      return undefined;
    }
    return this.content(line, indent, start, here);
  }

  /** Read what stands in a line: dashes of lists, then a key, then a value. */
  content(line, indent, start, here) {
    let rest = line.slice(indent);
    let dashed = false;
    while (/^-(\s|$)/.test(rest)) {
      this.item(indent);
      const gap = /^-\s*/.exec(rest)[0].length;
      indent += gap;
      rest = rest.slice(gap);
      dashed = true;
    }
    const cursor = this.at - start;
    const key = KEY.exec(rest);
    if (here && (!key || cursor <= indent + key[1].length)) this.unfinished(line, indent, start, dashed, Boolean(key));
    if (!key) {
      if (/^[[{]/.test(rest)) this.scan(line, indent, start);
      return;
    }
    const mapping = this.mapping(indent);
    mapping.key = bare(key[1]);
    mapping.entries[mapping.key] ??= "";
    const value = indent + key[0].length + /^\s*/.exec(rest.slice(key[0].length))[0].length;
    this.value(line, value, start, here && cursor > indent + key[0].length);
    if (SCALAR.test(line.slice(value))) this.scalar = indent;
  }

  /** A line without a colon: a key that is being written, or one more entry of a list. */
  unfinished(line, indent, start, dashed, hasKey) {
    const cursor = this.at - start;
    if (cursor < indent && !dashed) return this.keyHere(cursor, "", this.at);
    const typed = line.slice(indent, cursor);
    if (/^[[{]/.test(typed)) return undefined;
    if (dashed && !hasKey) this.tell({ key: false, typed, from: start + Math.min(indent, cursor) });
    return this.keyHere(Math.min(indent, cursor), typed, start + Math.min(indent, cursor), dashed && !hasKey ? this.found : null);
  }

  /** The cursor is where a key of a mapping with this indent would stand. */
  keyHere(indent, typed, from, or = null) {
    const blocks = this.blocks.filter((one) => one.indent <= indent);
    while (blocks.length && blocks.at(-1).index !== undefined && blocks.at(-1).indent === indent && !or) blocks.pop();
    const last = blocks.at(-1);
    const same = last && last.entries && last.indent === indent;
    const kept = this.blocks;
    this.blocks = same ? blocks.slice(0, -1) : blocks;
    this.tell({ key: true, typed, from, indent, entries: same ? last.entries : {}, item: or });
    this.blocks = kept;
  }

  value(line, value, start, here) {
    const rest = line.slice(value);
    if (/^[[{]/.test(rest)) return this.scan(line, value, start);
    const comment = rest.search(/(^|\s)#/);
    const said = (comment < 0 ? rest : rest.slice(0, comment)).trim();
    this.blocks.at(-1).entries[this.blocks.at(-1).key] = bare(said);
    const cursor = this.at - start;
    if (here && (comment < 0 || cursor <= value + comment) && !SCALAR.test(said)) {
      const from = Math.min(value, cursor);
      this.tell({ key: false, typed: line.slice(from, cursor), from: start + from });
    }
    return undefined;
  }

  /** Read a flow, character by character, to the end of the line. */
  scan(line, from, start) {
    for (let at = from; at <= line.length; at += 1) {
      if (start + at === this.at && this.flow.length) this.within();
      const sign = line[at];
      if (sign === undefined || (sign === "#" && /\s|^$/.test(line[at - 1] ?? ""))) break;
      if (this.token?.quote) {
        this.token.text += sign;
        if (sign === this.token.quote) this.token.quote = "";
      } else if (this.sign(sign, line[at + 1], start + at) === false) return;
    }
    if (this.token) this.token.text += " ";
  }

  sign(sign, next, place) {
    const top = this.flow.at(-1);
    if (sign === "{" || sign === "[") {
      this.token = null;
      this.flow.push(sign === "{" ? { entries: {}, key: undefined, map: true } : { index: 0 });
    } else if (sign === "}" || sign === "]") {
      this.commit();
      this.flow.pop();
      return this.flow.length > 0;
    } else if (sign === ",") {
      this.commit();
      if (top.map) top.key = undefined;
      else top.index += 1;
    } else if (sign === ":" && top.map && top.key === undefined && (next === undefined || /[\s{[]/.test(next) || /["']$/.test(this.token?.text || ""))) {
      top.key = bare(this.token?.text.trim() || "");
      top.entries[top.key] ??= "";
      this.token = null;
    } else if (this.token || /\S/.test(sign)) {
      this.token ??= { from: place, text: "", quote: /["']/.test(sign) ? sign : "" };
      this.token.text += sign;
    }
    return true;
  }

  commit() {
    const top = this.flow.at(-1);
    const said = this.token?.text.trim();
    if (said && top?.map) top.entries[top.key ?? bare(said)] = top.key === undefined ? "" : bare(said);
    this.token = null;
  }

  /** The cursor is within a flow. */
  within() {
    const top = this.flow.at(-1);
    const typed = this.token?.text ?? "";
    const key = Boolean(top.map && top.key === undefined);
    this.tell({ key, typed, from: this.token?.from ?? this.at, flow: true, ...(key ? { entries: top.entries } : {}) });
  }

  item(indent) {
    while (this.blocks.length && this.blocks.at(-1).indent > indent) this.blocks.pop();
    const last = this.blocks.at(-1);
    if (last && last.index !== undefined && last.indent === indent) last.index += 1;
    else this.blocks.push({ indent, index: 0 });
  }

  mapping(indent) {
    while (this.blocks.length && this.blocks.at(-1).indent > indent) this.blocks.pop();
    if (this.blocks.at(-1)?.index !== undefined && this.blocks.at(-1).indent === indent) this.blocks.pop();
    const last = this.blocks.at(-1);
    if (last?.entries && last.indent === indent) return last;
    this.blocks.push({ indent, entries: {}, key: "" });
    return this.blocks.at(-1);
  }

  tell(found) {
    if (this.found && !found.item) return;
    const frames = [...this.blocks, ...this.flow];
    if (found.flow && found.key) frames.pop();
    const path = frames.map((one) => (one.index === undefined ? one.key : one.index));
    const levels = frames.map((one) => one.entries || null);
    this.found = { entries: {}, indent: -1, flow: false, ...found, path, levels };
  }
}

const bare = (text) => text.replace(/^(["'])(.*)\1$/, "$2");
