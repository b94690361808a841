/** What the pages behind links in mail, and errors, look like: dark and light by the reader's setting, from 320 px on. Nothing is inline, so that the policy can forbid it. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f7f7f5;--card:#fff;--ink:#1c2126;--soft:#57606a;--line:#dfe2e6;--field:#8a929b;
--good:#17703f;--bad:#b3261e;--wait:#855300;--busy:#2558a8;
--good-bg:#e7f4ec;--bad-bg:#fceceb;--wait-bg:#fdf3df;--calm-bg:#eef0f2;--act:#1c2126;--act-ink:#fff}
@media (prefers-color-scheme:dark){:root{--bg:#131619;--card:#1b1f24;--ink:#e7e9ec;--soft:#a3abb5;--line:#2d333a;--field:#6b747e;
--good:#6bd39a;--bad:#ff9a91;--wait:#f0bd62;--busy:#93b9fa;
--good-bg:#15301f;--bad-bg:#3b1d1b;--wait-bg:#35290f;--calm-bg:#262b31;--act:#e7e9ec;--act-ink:#131619}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:inherit;text-underline-offset:2px;text-decoration-color:var(--field)}a:hover{text-decoration-color:currentColor}
:focus-visible{outline:3px solid var(--busy);outline-offset:2px;border-radius:4px}
h1{font-size:1.5rem;line-height:1.25;margin:0;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere;text-wrap:balance}
h2{font-size:1.05rem;margin:0 0 .75rem;font-weight:650}
p{margin:0}
.wrap{max-width:1080px;margin:0 auto;padding:0 1rem}
header.top{border-bottom:1px solid var(--line);background:var(--card)}
header.top .wrap{padding-top:.6rem;padding-bottom:.6rem}
.brand{font-weight:700;letter-spacing:-.01em;font-size:1.05rem}
main.wrap{padding-top:1.5rem;padding-bottom:3rem}
main.wrap>*+*{margin-top:2rem}
.lead{padding:1.1rem 1.25rem;border-radius:12px;background:var(--calm-bg)}
.lead p{color:var(--soft);margin-top:.3rem}
.lead.good{background:var(--good-bg)}.lead.bad{background:var(--bad-bg)}.lead.wait{background:var(--wait-bg)}
.lead .icon{display:inline-block;margin-right:.5rem}.lead.good .icon{color:var(--good)}.lead.bad .icon{color:var(--bad)}.lead.wait .icon{color:var(--wait)}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;min-width:0}
.card>*+*{margin-top:.4rem}
.soft{color:var(--soft)}.small{font-size:.875rem}
.text{overflow-wrap:anywhere}
button{font:inherit;font-weight:600;font-size:.9375rem;border-radius:8px;border:1px solid var(--field);background:transparent;color:inherit;padding:.45rem .85rem;cursor:pointer;min-height:2.75rem}
button:hover{background:var(--calm-bg)}
button.primary{background:var(--act);color:var(--act-ink);border-color:var(--act)}button.primary:hover{opacity:.88}
button.danger{color:var(--bad);border-color:var(--bad)}
form{margin:0}
label{display:block;font-weight:600;font-size:.9375rem}.hint{font-weight:400;color:var(--soft);font-size:.875rem}
textarea,select,input[type=text]{font:inherit;font-weight:400;width:100%;max-width:42rem;margin-top:.25rem;padding:.5rem .6rem;border:1px solid var(--field);border-radius:8px;background:var(--card);color:inherit}
.form>*+*{margin-top:.9rem}
.exact{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere;white-space:pre-wrap;margin:0}
.box{background:var(--calm-bg);border-radius:8px;padding:.6rem .75rem}
footer.wrap{color:var(--soft);font-size:.8125rem;padding-top:1rem;padding-bottom:2rem}
.under{margin-bottom:.75rem}.above,.box.above{margin-top:.75rem}
@media (max-width:640px){h1{font-size:1.25rem}.lead{padding:1rem}}
@media print{button,form{display:none}}
`;
