// The short names that appear most; others stay as they are written.

const LIST = `wave 👋 smile 😄 smiley 😃 grinning 😀 slightly_smiling_face 🙂 blush 😊 wink 😉 joy 😂 sunglasses 😎
heart ❤️ heart_eyes 😍 hugging_face 🤗 thinking_face 🤔 neutral_face 😐 confused 😕 slightly_frowning_face 🙁 cry 😢 sob 😭
tired_face 😫 sleeping 😴 +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 clap 👏 raised_hands 🙌 pray 🙏 muscle 💪 point_right 👉
handshake 🤝 ok_hand 👌 eyes 👀 tada 🎉 confetti_ball 🎊 balloon 🎈 birthday 🎂 cake 🍰 gift 🎁 sparkles ✨ star ⭐ star2 🌟 fire 🔥
rocket 🚀 bulb 💡 coffee ☕ tea 🍵 beer 🍺 pizza 🍕 fork_and_knife 🍴 knife_fork_plate 🍽️ croissant 🥐 cookie 🍪 apple 🍎
calendar 📅 spiral_calendar_pad 🗓️ date 📅 clock1 🕐 alarm_clock ⏰ hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️
memo 📝 pencil ✏️ pencil2 ✏️ bookmark 🔖 books 📚 book 📖 mag 🔍 link 🔗 pushpin 📌 bell 🔔 no_bell 🔕 speech_balloon 💬
mega 📣 loudspeaker 📢 email 📧 house 🏠 office 🏢 gear ⚙️ wrench 🔧 hammer 🔨 lock 🔒 key 🔑 computer 💻 phone ☎️ camera 📷
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ warning ⚠️ no_entry ⛔ question ❓ exclamation ❗
information_source ℹ️ arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ repeat 🔁 arrows_counterclockwise 🔄
chart_with_upwards_trend 📈 bar_chart 📊 trophy 🏆 medal 🏅 first_place_medal 🥇 dart 🎯 game_die 🎲 musical_note 🎵
sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ umbrella ☔ snowflake ❄️ rainbow 🌈 seedling 🌱 herb 🌿 four_leaf_clover 🍀
sunflower 🌻 tulip 🌷 earth_africa 🌍 palm_tree 🌴 airplane ✈️ beach_with_umbrella 🏖️ bust_in_silhouette 👤
busts_in_silhouette 👥 people_holding_hands 🧑‍🤝‍🧑 robot_face 🤖 ghost 👻 dog 🐶 cat 🐱 zzz 💤 100 💯 pause_button ⏸️
arrow_forward ▶️ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ red_circle 🔴 large_green_circle 🟢 large_yellow_circle 🟡
large_blue_circle 🔵 black_circle ⚫ white_circle ⚪ thread 🧵 trumpet 🎺 sparkling_heart 💖 green_heart 💚 blue_heart 💙`;

const words = LIST.split(/\s+/);
const TABLE = new Map(words.flatMap((word, at) => (at % 2 ? [] : [[word, words[at + 1]]])));

/** The sign for a short name, or the name between colons. */
export const emoji = (name) => TABLE.get(name.split("::")[0]) || `:${name}:`;

/** Plain text with its short names replaced. */
export const withEmoji = (text) => text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => TABLE.get(name) || whole);
