// Texts that try to run code or to break what carries them, by what they aim at. Whatever would run calls alert, or
// sets a global named `pwned`. Used wherever a text comes from outside: catalogue, address, attributes, answers, events.

const [NUL, TAB, LF, CR, FF] = ['\u0000', '\t', '\n', '\r', '\f'];
const lone = '\uD800';

const markup = [
  '<script>alert(1)</script>', '<SCRIPT>alert(1)</SCRIPT>', '<script >alert(1)</script >', '<script/x>alert(1)</script>',
  '<script src=/evil.js></script>', '<script src=data:text/javascript,alert(1)></script>', '<script type=module>alert(1)</script>',
  '<script>alert(1)', '<scr<script>ipt>alert(1)</scr</script>ipt>', `<scr${NUL}ipt>alert(1)</script>`, '</script><script>alert(1)</script>',
  '</title><script>alert(1)</script>', '</textarea><script>alert(1)</script>', '</style><script>alert(1)</script>',
  '</template><script>alert(1)</script>', '</noscript><script>alert(1)</script>', '</option></select><img src=x onerror=alert(1)>',
  '--><script>alert(1)</script>', ']]><script>alert(1)</script>', '<!--><script>alert(1)</script>-->',
  '<img src=x onerror=alert(1)>', '<IMG SRC=x OnErRoR=alert(1)>', '<img src=x onerror="alert(1)"', '<img/src=x/onerror=alert(1)>',
  `<img${TAB}src=x${LF}onerror=alert(1)>`, `<img src=x${FF}onerror=alert(1)>`, '<img src onerror=alert`1`>', '<img srcset=x onerror=alert(1)>',
  '<image src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<svg/onload=alert(1)>', '<svg><script>alert(1)</script></svg>',
  '<svg><script href=data:,alert(1) /></svg>', '<svg><animate onbegin=alert(1) attributeName=x dur=1s></svg>',
  '<svg><set attributeName=href to=javascript:alert(1)></set></svg>', '<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>alert(1)</script></svg>#x"></svg>',
  '<body onload=alert(1)>', '<html onmouseover=alert(1)>', '<iframe src=javascript:alert(1)></iframe>', '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<iframe onload=alert(1)></iframe>', '<object data=javascript:alert(1)></object>', '<object data=data:text/html,<script>alert(1)</script>></object>',
  '<embed src=javascript:alert(1)>', '<video src=x onerror=alert(1)></video>', '<video><source onerror=alert(1)></video>', '<audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)>', '<input autofocus onfocus=alert(1)>', '<select autofocus onfocus=alert(1)>', '<textarea autofocus onfocus=alert(1)>',
  '<button popovertarget=x onclick=alert(1)>x</button><p popover id=x onbeforetoggle=alert(1)>', '<marquee onstart=alert(1)>', '<dialog open oncancel=alert(1)>',
  '<form action=javascript:alert(1)><input type=submit>', '<isindex action=javascript:alert(1)>', '<link rel=stylesheet href=/evil.css>', '<link rel=import href=/evil.html>',
  '<meta http-equiv=refresh content="0;url=javascript:alert(1)">', '<base href=//evil.example/>', '<style>@import "/evil.css";</style>', '<x style=animation-name:y onanimationstart=alert(1)>',
  '<a href=javascript:alert(1)>x</a>', '<p onpointerenter=alert(1)>x', '<math><mtext><script>alert(1)</script></mtext></math>', '<frameset onload=alert(1)>',
  '<custom-element onconnected=alert(1)>', '<template shadowrootmode=open><script>alert(1)</script></template>', '<slot onslotchange=alert(1)>',
];

const attributes = [
  '" onmouseover="alert(1)', "' onmouseover='alert(1)", '` onmouseover=`alert(1)', '"><script>alert(1)</script>', "'><script>alert(1)</script>",
  '"/><img src=x onerror=alert(1)>', 'x onerror=alert(1)', '" autofocus onfocus="alert(1)', '" style="background:url(javascript:alert(1))', '" srcdoc="<script>alert(1)</script>',
  '&quot; onmouseover=&quot;alert(1)', '&#34; onmouseover=&#34;alert(1)', '&#x22;&#x3e;&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;', '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;', '&#60script&#62alert(1)&#60/script&#62', '\\" onmouseover=\\"alert(1)', '\\x22 onmouseover=\\x22alert(1)', '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
  '%22%3E%3Cscript%3Ealert(1)%3C/script%3E', '%2522%253E%253Cscript%253Ealert(1)%253C/script%253E', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-', '\u00bcscript\u00bealert(1)\u00bc/script\u00be', '\uff1cscript\uff1ealert(1)\uff1c/script\uff1e',
];

const urls = [
  'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', '\u0001javascript:alert(1)', `java${TAB}script:alert(1)`, `java${LF}script:alert(1)`, `java${CR}${LF}script:alert(1)`,
  `${TAB}javascript${TAB}:alert(1)`, `javascript${NUL}:alert(1)`, 'javascript&colon;alert(1)', 'javascript&#58;alert(1)', 'javascript&#x3a;alert(1)', '&#106;avascript:alert(1)', 'javascript%3Aalert(1)', 'java%0ascript:alert(1)',
  '%6aavascript:alert(1)', 'javascript://%0aalert(1)', 'javascript://shop.example/%0d%0aalert(1)', 'javascript:/*https://shop.example*/alert(1)', 'javascript:void(alert(1))', "javascript:'<script>alert(1)</script>'",
  'javascript:javascript:alert(1)', 'view-source:javascript:alert(1)', 'feed:javascript:alert(1)', 'jar:javascript:alert(1)!/', 'vbscript:msgbox(1)', 'livescript:alert(1)', 'mocha:alert(1)',
  'data:text/html,<script>alert(1)</script>', 'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==', 'DATA:text/html,<script>alert(1)</script>', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
  'data:,alert(1)', 'blob:https://shop.example/1', 'file:///etc/passwd', 'filesystem:https://shop.example/temporary/x.html', 'about:blank', 'about:srcdoc', 'chrome://settings', 'resource://gre/', 'ws://shop.example/',
  '\u00a0javascript:alert(1)', '\u2028javascript:alert(1)', '\ufeffjavascript:alert(1)', '\u202ejavascript:alert(1)', 'javas\u00adcript:alert(1)', 'jav\u0131script:alert(1)', 'javascript\uff1aalert(1)',
  'https:javascript:alert(1)', '//javascript:alert(1)', '/javascript:alert(1)', '?javascript:alert(1)', '#javascript:alert(1)', './javascript:alert(1)', 'x:y', 'http://[', 'https://user:pass@shop.example@evil.example/', 'https://shop.example\\@evil.example/', '\\\\evil.example\\x', '///evil.example',
];

const placeholders = [
  '{title}', '{who}', '{{who}}', '{page.query.q}', '{__proto__}', '{constructor}', '{constructor.constructor}', '{toString}', '{who|<script>alert(1)</script>}', '{}', '{|}', '{a|{b|c}}', '}{', '{'.repeat(200),
  "{{constructor.constructor('alert(1)')()}}", '{{7*7}}', '${alert(1)}', '#{alert(1)}', '<%= alert(1) %>', '<?php alert(1) ?>', '[[alert(1)]]', '{% raw %}', '$&', '$1', "$'", '$`', '$$', '%s%s%n', '%00', '{who}{who}{who}',
];

const styles = [
  'expression(alert(1))', 'x:expression(alert(1))', 'background:url(javascript:alert(1))', '}*{display:none}', '</style><img src=x onerror=alert(1)>', '@import "/evil.css"', 'url("javascript:alert(1)")', '-moz-binding:url(/evil.xml#x)',
  'behavior:url(/evil.htc)', '\\65xpression(alert(1))', 'position:fixed;inset:0;z-index:9999', 'a;b{}c', 'x" ] , * [ y="', ']{}*{color:red}', '\\', '/* */', '<!-- -->',
];

const unicode = [
  '\u202Egnp.exe', '\u202Aabc\u202C\u202D', '\u2066\u2067\u2068\u2069', '\u200B\u200C\u200D\u2060', '\uFEFF', '\u0000', 'a\u0000b', '\u0008\u001B[2J', '\u2028alert(1)\u2029', lone, '\uDC00', `a${lone}b`, `${lone}<script>alert(1)</script>`,
  'e\u0301'.repeat(40), 'Z\u0351\u036B\u0343\u036A\u0302\u036B'.repeat(20), '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}', '\u{10FFFF}', '\uFFFE\uFFFF', '\u0130\u0131\u017F\u212A', '\uFDFA', '\u115F\u3164\uFFA0', '\u{E0001}\u{E0074}', '\u{1D4B3}'.repeat(30), 'x'.repeat(1024),
];

const json = [
  '"', "'", '\\', '\\"', '","x":"y', '"}]}', '"},"pwned":{"', '{"a":1}', '[1,2]', 'null', 'undefined', 'NaN', 'true', '0', '-0', '1e999', '\\u0022', '\\ud800', ']]>', '/**/', '//', '<!--', '\u2028', '\\\n', 'a\r\nb', '*/alert(1)/*', "');alert(1);('", '");alert(1);("', '`;alert(1);`', "'-alert(1)-'",
];

const prototypes = [
  '__proto__', 'constructor', 'prototype', '__proto__.pwned', '__proto__[pwned]', 'constructor.prototype.pwned', 'constructor[prototype][pwned]', '__defineGetter__', '__lookupSetter__', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'then', 'length', 'name', 'arguments', 'caller', 'callee', 'isPrototypeOf',
  'innerHTML', 'outerHTML', 'srcdoc', 'onclick', 'onerror', 'style', 'document', 'location', 'eval', 'Function', 'vitrine', 'q', 'w', 'item.title', '$trigger', '$event', '$segment', 'data-vitrine-text',
];

/** What becomes markup only when it is written out and parsed again. */
const mutations = [
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>', '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<p><svg><style><g title="</style><img src=x onerror=alert(1)>">', '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>', '<xmp><p title="</xmp><svg/onload=alert(1)>">', '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>', '<iframe><img title="</iframe><img src=x onerror=alert(1)>"></iframe>', '<plaintext><script>alert(1)</script>',
  '<a title="`"><img src=x onerror=alert(1)//`">', '<img alt="``onerror=alert(1)" src=x>', '<svg><foreignObject><p><style><!--</style><img src=x onerror=alert(1)>-->', '<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=alert(1)>">', '<table><a href=javascript:alert(1)>x</table>',
];

export const HOSTILE = { markup, attributes, urls, placeholders, styles, unicode, json, prototypes, mutations };
export const hostileTexts = [...new Set(Object.values(HOSTILE).flat())];
