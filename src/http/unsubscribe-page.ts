import { createHash } from 'node:crypto'

const style = `
:root{color-scheme:light dark;--ink:#1d2433;--soft:#5b6475;--paper:#fff;--ground:#f3f4f7;--line:#dfe2e8;--act:#1f5fd6}
@media(prefers-color-scheme:dark){:root{--ink:#eef0f4;--soft:#a9b1c0;--paper:#1c212b;--ground:#12151b;--line:#333a48;--act:#2f6fe6}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--ink);
font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:30rem;padding:2.25rem;background:var(--paper);border:1px solid var(--line);border-radius:14px}
h1{margin:0 0 .75rem;font-size:1.5rem;line-height:1.25}
p{margin:0 0 1rem}p:last-child{margin-bottom:0}
.address{overflow-wrap:anywhere;font-weight:600}.soft{color:var(--soft);font-size:.9375rem}
button{min-height:2.75rem;margin:.5rem 0 1.25rem;padding:.625rem 1.5rem;border:0;border-radius:8px;background:var(--act);color:#fff;
font:inherit;font-weight:600;cursor:pointer}
button:hover{filter:brightness(1.1)}button:focus-visible{outline:3px solid var(--act);outline-offset:3px}
`

/** Header that lets this page show its own style and send its own form, and nothing else. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Asks for the press of a button: programs that look at every link in a mail must not unsubscribe anybody. */
export function confirmPage(address: string): string {
  return page(
    'Unsubscribe',
    `<p>Stop all mail from us to <span class="address">${escapeHtml(address)}</span>?</p>
<form method="post"><button type="submit">Unsubscribe</button></form>
<p class="soft">If you came here by mistake, close this page and nothing changes.</p>`,
  )
}

/** Says that it is done. */
export function donePage(address: string): string {
  return page(
    'You are unsubscribed',
    `<p>We will send no more mail to <span class="address">${escapeHtml(address)}</span>.</p>
<p class="soft">A mail that was already on its way may still arrive. You can close this page.</p>`,
  )
}

/** Says that a link is not one of ours. */
export function unknownLinkPage(): string {
  return page(
    'This link does not work',
    `<p>It is not complete, or it was not made by us. Nothing was changed.</p>
<p>Open the unsubscribe link in the mail again. If that does not help, answer the mail with the word
“unsubscribe”.</p>`,
  )
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
