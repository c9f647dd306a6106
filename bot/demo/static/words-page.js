// The words of the workspace itself that came after the first ones.

import { addWords } from "./words.js";

addWords({
  de: {
    found: "{n} gefunden",
    ownTab: "{name} in einem eigenen Tab öffnen",
    ownTabHint: "Mit ↗ oder Strg + Klick öffnest du jemanden in einem eigenen Tab. So siehst du zwei Seiten eines Gesprächs zugleich.",
    threads: "Threads",
    unreadWord: "ungelesen",
    newInThreads1: "Neues in 1 Thread",
    newInThreads: "Neues in {n} Threads",
    newReplies: "{n} neu",
    earlier: "Frühere Nachrichten laden",
    quick: "Befehle und Kurzbefehle",
    shortcut: "Kurzbefehl",
    attach: "Datei anhängen",
    skip: "Zum Inhalt springen",
    e_too_big: "Die Datei ist zu groß, höchstens 5 MB gehen. Nimm eine kleinere.",
    e_no_file_data: "Die Datei ist leer oder nicht lesbar.",
    unreached: "keine Verbindung zur Demo",
    e_unknown_shortcut: "Diesen Kurzbefehl gibt es nicht mehr.",
  },
  en: {
    found: "{n} found",
    ownTab: "Open {name} in a tab of their own",
    ownTabHint: "With ↗ or Ctrl + click you open somebody in a tab of their own, to see both sides of a conversation at once.",
    threads: "Threads",
    unreadWord: "unread",
    newInThreads1: "News in 1 thread",
    newInThreads: "News in {n} threads",
    newReplies: "{n} new",
    earlier: "Load earlier messages",
    quick: "Commands and shortcuts",
    shortcut: "Shortcut",
    attach: "Attach a file",
    skip: "Skip to content",
    e_too_big: "This file is too large; 5 MB at most. Choose a smaller one.",
    e_no_file_data: "This file is empty or cannot be read.",
    unreached: "no connection to the demo",
    e_unknown_shortcut: "This shortcut is gone.",
  },
});
