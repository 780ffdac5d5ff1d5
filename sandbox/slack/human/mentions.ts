import type { World } from '../world.ts'

/** Text as a person types it, in the form Slack stores: escaped, with `<@U…>`, `<#C…|name>` and `<url>`. */
export function encodeText(world: World, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return mention(
    world,
    escaped.replace(/https?:\/\/[^\s|]+/g, (url) => `<${url}>`),
  )
}

/** Mentions only: what should_escape does to a command's text. */
export function mention(world: World, text: string): string {
  let mentioned = text
  for (const [name, id] of userNames(world)) {
    mentioned = replaceName(mentioned, `@${name}`, `<@${id}>`)
  }
  for (const channel of world.channels.values()) {
    if (channel.kind === 'im') continue
    mentioned = replaceName(mentioned, `#${channel.name}`, `<#${channel.id}|${channel.name}>`)
  }
  return mentioned
}

/** Longest first, so that '@Ana Maria' is not taken for '@Ana'. */
function userNames(world: World): [string, string][] {
  const names = [...world.users.values()].flatMap((user): [string, string][] => [
    [user.real_name, user.id],
    [user.name, user.id],
  ])
  names.push([world.manifest.name, world.app.bot_user_id])
  return names.sort(([a], [b]) => b.length - a.length)
}

function replaceName(text: string, name: string, mention: string): string {
  if (!text.toLowerCase().includes(name.toLowerCase())) return text
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return text.replace(new RegExp(`(?<![\\w<])${literal}(?![\\w-])`, 'gi'), () => mention)
}
