/** The emoji this page draws by name. A name that is missing here stays visible as `:name:`, as in Slack. */
const table = `
smile 😄|smiley 😃|grinning 😀|grin 😁|joy 😂|slightly_smiling_face 🙂|wink 😉|blush 😊|thinking_face 🤔|neutral_face 😐
sweat_smile 😅|sunglasses 😎|partying_face 🥳|cry 😢|sob 😭|rage 😡|sleeping 😴|zzz 💤|face_with_monocle 🧐|see_no_evil 🙈
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|muscle 💪|point_right 👉|point_up ☝️
point_down 👇|ok_hand 👌|handshake 🤝|eyes 👀|bust_in_silhouette 👤|busts_in_silhouette 👥|raising_hand 🙋|writing_hand ✍️
tada 🎉|confetti_ball 🎊|sparkles ✨|star ⭐|star2 🌟|fire 🔥|zap ⚡|boom 💥|100 💯|trophy 🏆|medal 🏅|first_place_medal 🥇
rocket 🚀|dart 🎯|runner 🏃|running 🏃|relay 🏃|checkered_flag 🏁|triangular_flag_on_post 🚩|crown 👑|gem 💎|gift 🎁
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|heavy_plus_sign ➕
heavy_minus_sign ➖|warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|exclamation ❗|question ❓|grey_question ❔
information_source ℹ️|bulb 💡|red_circle 🔴|large_blue_circle 🔵|large_green_circle 🟢|large_yellow_circle 🟡
large_orange_circle 🟠|white_circle ⚪|black_circle ⚫|large_purple_circle 🟣|radio_button 🔘|small_blue_diamond 🔹
email 📧|envelope ✉️|e-mail 📧|incoming_envelope 📨|envelope_with_arrow 📩|inbox_tray 📥|outbox_tray 📤|mailbox 📫
mailbox_with_mail 📬|phone 📱|telephone_receiver 📞|iphone 📱|speech_balloon 💬|left_speech_bubble 🗨️|loudspeaker 📢|mega 📣
bell 🔔|no_bell 🔕|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|lock 🔒|unlock 🔓|key 🔑|mag 🔍|shield 🛡️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄
newspaper 📰|file_folder 📁|open_file_folder 📂|card_index 📇|card_file_box 🗃️|package 📦|books 📚|book 📖|bookmark 🔖|label 🏷️
calendar 📅|date 📅|spiral_calendar_pad 🗓️|clock1 🕐|clock3 🕒|alarm_clock ⏰|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️
moneybag 💰|dollar 💵|euro 💶|credit_card 💳|briefcase 💼|office 🏢|house 🏠|globe_with_meridians 🌐|earth_africa 🌍
gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|test_tube 🧪|microscope 🔬|robot_face 🤖|computer 💻|battery 🔋|electric_plug 🔌
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrow_forward ▶️|double_vertical_bar ⏸️|pause_button ⏸️|black_square_for_stop ⏹️
fast_forward ⏩|repeat 🔁|arrows_counterclockwise 🔄|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|twisted_rightwards_arrows 🔀
heart ❤️|green_heart 💚|blue_heart 💙|yellow_heart 💛|broken_heart 💔|seedling 🌱|sunny ☀️|palm_tree 🌴|beach_with_umbrella 🏖️
coffee ☕|beer 🍺|cake 🍰|birthday 🎂|snowflake ❄️|rainbow 🌈|umbrella ☔|wastebasket 🗑️|recycle ♻️|door 🚪|airplane ✈️
abc 🔤|new 🆕|free 🆓|soon 🔜|top 🔝`

const byName: ReadonlyMap<string, string> = new Map(
  table
    .trim()
    .split(/[|\n]/)
    .map((pair) => pair.split(' '))
    .map(([name = '', glyph = '']) => [name, glyph]),
)

/** The character for an emoji name (skin tones are dropped), or null for a name this page does not know. */
export function emoji(name: string): string | null {
  return byName.get(name.replace(/::skin-tone-\d$/, '')) ?? null
}

/** Names offered by the reaction menu, most used first. */
export const commonReactions = [
  '+1',
  'white_check_mark',
  'eyes',
  'raised_hands',
  'tada',
  'heart',
  'fire',
  '-1',
]
