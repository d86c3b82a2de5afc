'use strict';
// The phone and the website beside it. What the server tells is put on the page as text, never as markup.
const $ = id => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};
const kept = {person: Number(sessionStorage.getItem('person')) || 0, bot: 0, start: null, startapp: null};
let state = {people: [], bots: [], changes: -1};
let drawn = '';

const ask = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.text()).trim());
  return response.json();
};
const act = (verb, more = {}) => ask('/phone/' + verb, {person: kept.person, bot: kept.bot, ...more});
const person = () => state.people.find(one => one.id === kept.person) || state.people[0];
const bot = () => state.bots.find(one => one.id === kept.bot) || state.bots[0];
const full = one => [one.first_name, one.last_name].filter(Boolean).join(' ');

let toastTimer;
const toast = text => {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 3500);
};
const attempt = work => work.catch(failure => toast(failure.message));

// ---- what the phone shows

const options = (select, all, label, chosen) => {
  const wanted = all.map(one => one.id + '|' + label(one)).join('\n');
  if (select.dataset.shown !== wanted) {
    select.replaceChildren(...all.map(one => make('option', {value: one.id, textContent: label(one)})));
    select.dataset.shown = wanted;
  }
  if (chosen) select.value = chosen;
};

const draw = () => {
  const who = person(), with_ = bot();
  if (who) kept.person = who.id;
  if (with_) kept.bot = with_.id;
  options($('person'), state.people, full, kept.person);
  options($('bot'), state.bots, one => one.name, kept.bot);
  $('site').hidden = !state.gatehouse;
  if (!with_) return;
  $('bot-face').textContent = [...with_.name][0];
  const chat = state.chat || {messages: [], commands: []};
  $('bot-status').textContent = chat.blocked ? 'blocked' : '@' + with_.username;
  $('block').hidden = !chat.started;
  $('block').textContent = chat.blocked ? 'Unblock' : 'Block';
  $('app').hidden = !with_.mini_app;
  const fresh = !chat.started || kept.start !== null;
  $('start').hidden = !fresh && !chat.blocked;
  $('start').textContent = chat.blocked ? 'Unblock' : 'Start';
  $('write').hidden = fresh || chat.blocked;
  $('failures').textContent = chat.failures ? chat.failures + ' to go.' : '';
  const now = JSON.stringify([kept.person, kept.bot, chat.messages, chat.started]);
  if (now === drawn) return;
  drawn = now;
  const log = $('chat');
  log.replaceChildren(...chat.messages.map(message));
  if (!chat.messages.length) {
    log.append(make('p', {className: 'nothing', textContent: chat.started
      ? 'No messages here any more.'
      : 'This bot cannot write to ' + (who ? who.first_name : 'you') + ' before ' + (who ? who.first_name : 'you') + ' has pressed Start.'}));
  }
  log.scrollTop = log.scrollHeight;
};

const message = said => {
  const mine = !said.from.is_bot;
  const bubble = make('div', {className: 'bubble', dir: 'auto'}, ...formatted(said),
    make('time', {textContent: new Date(said.date * 1000).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'})
      + (said.edit_date ? ' ✎' : '')}));
  const node = make('div', {className: mine ? 'message mine' : 'message'}, bubble);
  if (said.reply_markup) {
    node.append(make('div', {className: 'keys'},
      ...said.reply_markup.inline_keyboard.map(row => make('div', {}, ...row.map(key => button(key, said))))));
  }
  return node;
};

// Cut where anything begins or ends; each piece has the classes of all that hold there.
const formatted = said => {
  const text = said.text || (said.contact ? '☎ ' + said.contact.phone_number : '');
  const entities = [...(said.entities || [])].filter(one => one.type !== 'bot_command');
  for (const found of text.matchAll(/https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]|tg:\/\/[^\s<>"']+/g)) {
    entities.push({type: 'url', offset: found.index, length: found[0].length, url: found[0]});
  }
  for (const found of text.matchAll(/(?<![\w/:.])\/[a-z0-9_]{1,32}/g)) {
    entities.push({type: 'command', offset: found.index, length: found[0].length});
  }
  const cuts = [...new Set([0, text.length, ...entities.flatMap(one => [one.offset, one.offset + one.length])])]
    .filter(at => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, at) => {
    const piece = text.slice(from, cuts[at + 1]);
    const here = entities.filter(one => one.offset <= from && from < one.offset + one.length);
    const classes = here.map(one => 'e-' + one.type).join(' ');
    const link = here.find(one => one.url);
    if (link) return opening(make('a', {className: classes, textContent: piece}), link.url);
    const command = here.find(one => one.type === 'command');
    if (command) {
      const whole = text.slice(command.offset, command.offset + command.length);
      return make('button', {className: classes + ' command', textContent: piece, type: 'button', onclick: () => attempt(act('say', {text: whole}))});
    }
    return make('span', {className: classes, textContent: piece, tabIndex: classes.includes('spoiler') ? 0 : -1});
  });
};

// A link to Telegram opens here; another one in a window of its own, which knows nothing of this one.
const opening = (anchor, url) => {
  const there = deepLink(url);
  if (there) {
    anchor.href = '#';
    anchor.onclick = event => { event.preventDefault(); follow(there); };
  } else if (/^https?:/.test(url)) {
    Object.assign(anchor, {href: url, target: '_blank', rel: 'noopener noreferrer'});
  }
  return anchor;
};

const button = (key, said) => {
  if (key.url) return opening(make('a', {textContent: key.text}), key.url);
  if (key.login_url) {
    const node = make('button', {type: 'button', textContent: key.text});
    node.onclick = () => attempt(act('widget').then(fields => {
      const url = new URL(key.login_url.url);
      Object.entries(fields).forEach(([name, value]) => url.searchParams.set(name, value));
      window.open(url, '_blank', 'noopener,noreferrer');
    }));
    return node;
  }
  const node = make('button', {type: 'button', textContent: key.text});
  if (key.web_app) {
    node.onclick = () => attempt(openApp(key.web_app.url, ''));
  } else if (key.copy_text) {
    node.onclick = () => attempt(navigator.clipboard.writeText(key.copy_text.text).then(() => toast('Copied')));
  } else {
    node.onclick = () => {
      node.disabled = true;
      attempt(act('press', {message: said.message_id, data: key.callback_data}).then(answer => {
        if (answer.url) window.open(answer.url, '_blank', 'noopener,noreferrer');
        if (!answer.text) return;
        if (answer.show_alert) {
          $('alert-text').textContent = answer.text;
          $('alert-dialog').showModal();
        } else {
          toast(answer.text);
        }
      }).finally(() => { node.disabled = false; }));
    };
  }
  return node;
};

// ---- links

const deepLink = text => {
  let url;
  try { url = new URL(text.trim()); } catch { return null; }
  const query = url.searchParams;
  const path = url.pathname.split('/').filter(Boolean);
  if (url.protocol === 'tg:' && (url.host === 'resolve' || url.pathname.includes('resolve'))) {
    return {bot: query.get('domain'), start: query.get('start'), startapp: query.get('startapp')};
  }
  if (url.host === location.host && path[0] === 't.me') path.shift();
  else if (url.host !== 't.me' && url.host !== 'telegram.me') return null;
  return path.length ? {bot: path[0], start: query.get('start'), startapp: query.get('startapp')} : null;
};

const follow = there => {
  const found = state.bots.find(one => one.username.toLowerCase() === String(there.bot).toLowerCase());
  if (!found) { toast('There is no bot @' + there.bot + ' here'); return false; }
  kept.bot = found.id;
  if (there.startapp !== null && there.startapp !== undefined && found.mini_app) {
    attempt(openApp(found.mini_app, there.startapp));
  } else {
    kept.start = there.start || '';
  }
  draw();
  look(true);
  document.querySelector('.phone').scrollIntoView({block: 'nearest'});
  return true;
};

const openApp = async (url, startParam) => {
  const answer = await act('miniapp', {url, start_param: startParam || ''});
  if (new URL(answer.url).origin !== location.origin) {
    window.open(answer.url, '_blank', 'noopener,noreferrer');
    return;
  }
  $('app-title').textContent = bot().name;
  $('sheet').hidden = false;
  // a new fragment alone would load nothing
  $('frame').src = 'about:blank';
  setTimeout(() => { $('frame').src = answer.url; }, 0);
};

// ---- the phone's buttons

$('person').onchange = () => {
  kept.person = Number($('person').value);
  sessionStorage.setItem('person', kept.person);
  $('sheet').hidden = true;
  look(true);
};
$('bot').onchange = () => { kept.bot = Number($('bot').value); kept.start = null; look(true); };
$('start').onclick = () => {
  if (state.chat && state.chat.blocked) { attempt(act('block', {blocked: false})); return; }
  const payload = kept.start;
  kept.start = null;
  attempt(act('say', {text: payload ? '/start ' + payload : '/start'}));
};
$('write').onsubmit = event => {
  event.preventDefault();
  const text = $('text').value;
  if (!text.trim()) return;
  $('text').value = '';
  $('commands').hidden = true;
  attempt(act('say', {text}));
};
$('menu').onclick = () => {
  const all = (state.chat && state.chat.commands) || [];
  $('commands').replaceChildren(...(all.length ? all : [{command: 'start', description: ''}]).map(one =>
    make('button', {type: 'button', onclick: () => { $('commands').hidden = true; attempt(act('say', {text: '/' + one.command})); }},
      make('b', {textContent: '/' + one.command + ' '}), make('small', {textContent: one.description, dir: 'auto'}))));
  $('commands').hidden = !$('commands').hidden;
};
$('app').onclick = () => attempt(openApp(bot().mini_app, ''));
$('close-app').onclick = () => { $('sheet').hidden = true; $('frame').src = 'about:blank'; };
$('block').onclick = () => attempt(act('block', {blocked: !state.chat.blocked}));
$('link-form').onsubmit = event => {
  event.preventDefault();
  const there = deepLink($('link').value);
  $('link-wrong').textContent = there ? '' : 'This is no link to a bot.';
  if (there && follow(there)) $('link').value = '';
};
$('fault-form').onsubmit = event => {
  event.preventDefault();
  attempt(act('fault', {fault: $('fault').value, calls: Number($('fault-calls').value)}));
};
$('mend').onclick = () => attempt(act('fault', {fault: 'RESET', calls: 0}));
$('rotate').onclick = () => attempt(act('keys').then(() => toast('id_tokens have a new key')));

let edited = null;
const edit = one => {
  edited = one;
  $('person-title').textContent = one ? 'Change ' + full(one) : 'Make a person';
  for (const name of ['first_name', 'last_name', 'username', 'language_code']) $(name).value = (one && one[name]) || (name === 'language_code' ? 'en' : '');
  $('person-wrong').textContent = '';
  $('person-dialog').showModal();
};
$('edit-person').onclick = () => edit(person());
$('new-person').onclick = () => edit(null);
$('person-cancel').onclick = () => $('person-dialog').close();
$('person-form').onsubmit = event => {
  event.preventDefault();
  const words = Object.fromEntries(['first_name', 'last_name', 'username', 'language_code'].map(name => [name, $(name).value]));
  ask('/phone/person', {...words, id: edited ? edited.id : 0}).then(saved => {
    kept.person = saved.id;
    sessionStorage.setItem('person', saved.id);
    $('person-dialog').close();
    look(true);
  }, failure => { $('person-wrong').textContent = failure.message; });
};

// ---- the website

const gatehouse = (path, body, method = 'POST') => ask('/site/call', {method, path, body});
const AUTH = '/api/v1/auth';
// whoever presses a button here agrees
const arriving = {tos_accepted: true};
const device = () => ({device_id: 'stand-in-' + kept.person, platform: 'android', platform_id: 'stand-in', os_version: '15', app_version: '1.0', device_model: 'Stand-in'});

const shorten = value => {
  if (typeof value === 'string') return value.length > 60 ? value.slice(0, 24) + '…' + value.slice(-6) : value;
  if (Array.isArray(value)) return value.map(shorten);
  return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, shorten(of)])) : value;
};
const outcome = (door, answer) => {
  const body = (answer.body && answer.body.login_result) || answer.body || {};
  const user = body.user || {};
  const good = answer.status < 300;
  const second = body.requires_2fa || body.tfa_token;
  $('outcome').hidden = false;
  $('outcome').className = 'outcome ' + (good ? 'good' : 'bad');
  $('outcome-title').textContent = !good ? door + ': ' + (body.title || body.code || 'refused')
    : second ? door + ': a second factor is due' : 'Signed in by ' + door;
  const facts = [['name', user.display_name], ['telegram', user.telegram_username && '@' + user.telegram_username],
    ['telegram id', user.telegram_id], ['account', user.id], ['new here', body.is_new_user === undefined ? undefined : String(body.is_new_user)],
    ['code', body.code], ['why', body.detail]];
  $('outcome-facts').replaceChildren(...facts.filter(([, value]) => value !== undefined && value !== null && value !== '')
    .flatMap(([name, value]) => [make('dt', {textContent: name}), make('dd', {textContent: value, dir: 'auto'})]));
  $('outcome-json').textContent = answer.status + '\n' + JSON.stringify(shorten(body), null, 2);
};
const through = (door, work) => {
  handshakeEnds();
  const mine = pressed;
  // unless another door was pressed meanwhile
  attempt(work.then(answer => { if (mine === pressed) outcome(door, answer); }));
};

let pressed = 0;
const handshakeEnds = () => { pressed++; $('handshake').hidden = true; $('outcome').hidden = true; };
const doors = {
  widget: () => through('the Login Widget', act('widget').then(fields => gatehouse(AUTH + '/telegram/web', {...fields, ...arriving}))),
  native: () => through('a mobile app', act('idtoken').then(answer =>
    gatehouse('/api/v1/mobile/auth/telegram/oidc', {id_token: answer.id_token, device: device(), ...arriving}))),
  miniapp: () => {
    handshakeEnds();
    attempt(openApp(bot().mini_app || location.origin + '/miniapp', ''));
  },
  link: () => {
    handshakeEnds();
    // what a link to the bot would ask for: its Start does what /login does
    if (!state.chat || !state.chat.started) { kept.start = 'login_here'; draw(); toast('Press Start: the bot answers with a link'); return; }
    attempt(act('say', {text: '/login'}));
  },
  handshake: () => { attempt(shakeHands()); },
  openid: () => { attempt(toTelegram()); },
};
document.querySelectorAll('[data-door]').forEach(node => { node.onclick = doors[node.dataset.door]; });

// To the provider and back: what binds the way back to this window waits here meanwhile.
const home = location.origin + '/';
const toTelegram = async () => {
  handshakeEnds();
  const answer = await gatehouse('/api/v1/oauth/telegram/login', {redirect_uri: home}, 'GET');
  if (answer.status >= 300) { outcome('OpenID', answer); return; }
  sessionStorage.setItem('openid', JSON.stringify({state: answer.body.state, flow: answer.body.flow}));
  location.assign(answer.body.authorize_url);
};
const fromTelegram = query => {
  const {state: expected, flow} = JSON.parse(sessionStorage.getItem('openid') || '{}');
  sessionStorage.removeItem('openid');
  if (!expected || expected !== query.get('state')) { toast('That was not begun in this window'); return; }
  if (query.get('error')) {
    outcome('OpenID', {status: 400, body: {title: query.get('error'), detail: 'so Telegram said in the address, instead of a code'}});
    return;
  }
  through('OpenID', gatehouse('/api/v1/oauth/telegram/login/callback',
    {code: query.get('code'), state: expected, redirect_uri: home, flow, ...arriving}));
};

const WHY = {
  denied: 'another number was typed, or This is not me was pressed; press the door again for another number',
  expired: 'it took too long; press the door again for another number',
};
// at once where somebody comes back to the page
const pause = time => new Promise(done => {
  const over = () => { clearTimeout(timer); removeEventListener('focus', over); done(); };
  const timer = setTimeout(over, time);
  addEventListener('focus', over);
});
const shakeHands = async () => {
  handshakeEnds();
  const mine = pressed;
  const began = await gatehouse('/api/v1/oauth/telegram/magic-link', {});
  if (began.status >= 300) { outcome('the phone', began); return; }
  const {token, flow, bot_url, qr_svg, match_code} = began.body;
  $('qr').hidden = !qr_svg;
  // as a picture it can do nothing
  if (qr_svg) $('qr').src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(qr_svg);
  $('number').textContent = match_code;
  $('handshake-state').textContent = 'Waiting for the phone.';
  $('open-on-phone').onclick = () => follow(deepLink(bot_url));
  $('handshake').hidden = false;
  for (let wait = 2000; mine === pressed; wait = Math.min(wait * 1.1, 10000)) {
    await pause(wait);
    if (mine !== pressed) return;
    const answer = await gatehouse('/api/v1/oauth/telegram/magic-link/status', {token, flow, ...arriving});
    const status = answer.body && answer.body.status;
    if (answer.status >= 300 || (status && !['pending', 'confirming'].includes(status))) {
      handshakeEnds();
      outcome('the phone', status === 'denied' || status === 'expired'
        ? {status: 400, body: {title: status, detail: WHY[status], ...answer.body}} : answer);
      return;
    }
    $('handshake-state').textContent = status === 'confirming' ? 'The phone is there: type the number.' : 'Waiting for the phone.';
  }
};

// ---- what changes

let looking;
const look = async hurry => {
  if (looking) looking.abort();
  const mine = looking = new AbortController();
  if (hurry) state.changes = -1;
  while (looking === mine) {
    try {
      const query = new URLSearchParams({person: kept.person, bot: kept.bot, after: state.changes});
      const response = await fetch('/phone/state?' + query, {signal: mine.signal});
      const next = await response.json();
      const unknown = !kept.person || !kept.bot;
      state = next;
      draw();
      if (unknown && kept.person && kept.bot) state.changes = -1;
    } catch (failure) {
      if (mine.signal.aborted) return;
      $('bot-status').textContent = 'the stand-in was stopped';
      await new Promise(done => setTimeout(done, 1000));
      state.changes = -1;
    }
  }
};

(async () => {
  const query = new URLSearchParams(location.search);
  const first = await (await fetch('/phone/state?after=-1')).json();
  state = first;
  draw();
  if (location.search) history.replaceState(null, '', '/');
  if (query.get('state')) fromTelegram(query);
  if (query.get('bot')) {
    follow({bot: query.get('bot'), start: query.get('start'), startapp: query.get('startapp')});
  } else {
    look(true);
  }
})();
