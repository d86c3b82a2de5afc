'use strict';
// A Mini App: what Telegram has signed goes to one's own server as it came, and from there to Gatehouse.
const $ = id => document.getElementById(id);
const data = new URLSearchParams(location.hash.slice(1)).get('tgWebAppData');
const term = (list, name, value) => {
  if (value === undefined || value === null || value === '') return;
  list.append(Object.assign(document.createElement('dt'), {textContent: name}),
    Object.assign(document.createElement('dd'), {textContent: value, dir: 'auto'}));
};
const shorten = value => {
  if (typeof value === 'string') return value.length > 60 ? value.slice(0, 24) + '…' + value.slice(-6) : value;
  return value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, shorten(of)])) : value;
};
if (data) {
  const fields = new URLSearchParams(data);
  const user = JSON.parse(fields.get('user'));
  $('hello').textContent = 'Good day, ' + user.first_name;
  term($('given'), 'id', user.id);
  term($('given'), 'username', user.username && '@' + user.username);
  term($('given'), 'language', user.language_code);
  term($('given'), 'start_param', fields.get('start_param'));
  term($('given'), 'hash', fields.get('hash').slice(0, 16) + '…');
  $('sign-in').disabled = false;
  $('sign-in').onclick = async () => {
    $('sign-in').disabled = true;
    const response = await fetch('/site/call', {
      method: 'POST', headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({path: '/api/v1/auth/telegram/miniapp', body: {init_data: data, tos_accepted: true}}),
    });
    const answer = response.ok ? await response.json() : {status: response.status, body: {title: (await response.text()).trim()}};
    const body = answer.body || {};
    const good = answer.status < 300;
    $('outcome').hidden = false;
    $('outcome').className = 'outcome ' + (good ? 'good' : 'bad');
    $('outcome-title').textContent = !good ? body.title || 'refused'
      : body.tfa_token || body.requires_2fa ? 'A second factor is due' : 'Signed in';
    const facts = $('outcome-facts');
    facts.replaceChildren();
    const who = body.user || {};
    term(facts, 'name', who.display_name);
    term(facts, 'account', who.id);
    term(facts, 'code', body.code);
    term(facts, 'why', body.detail);
    $('outcome-json').textContent = answer.status + '\n' + JSON.stringify(shorten(body), null, 2);
    $('sign-in').textContent = 'Try the same data again';
    $('sign-in').disabled = false;
  };
}
