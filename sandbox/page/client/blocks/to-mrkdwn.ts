/** Standard Markdown's inline marks in mrkdwn's spelling; code is left alone. */
export function toMrkdwn(markdown: string): string {
  return markdown
    .split(/(```[\s\S]*?```|`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part.replace(/^```\w+\n/, '```') : convertMarks(part)))
    .join('')
}

function convertMarks(text: string): string {
  return text
    .replaceAll(/!?\[([^\]\n]+)\]\((\S+?)\)/g, '<$2|$1>')
    .replaceAll(/(?<!\*)\*(?![\s*])([^*\n]+)\*(?!\*)/g, '_$1_')
    .replaceAll(
      /\*\*([^\n]+?)\*\*|__([^\n]+?)__/g,
      (_all, stars?: string, bars?: string) => `*${stars ?? bars}*`,
    )
    .replaceAll(/~~([^\n]+?)~~/g, '~$1~')
    .replaceAll(/^(\s*)[*+] /gm, '$1- ')
}
