// Keeps a page live: asks for its view with a conditional GET and hands what changed to Dash.
// One timer that sets itself again, one request in flight. A 304 says that the numbers are still
// right; the headers of every answer say how long ago intake was last heard of.
(function () {
  'use strict';
  var root = document.documentElement, data = root.dataset;
  new DashRenderer();
  if (!data.live) return;

  var EVERY = 1000 * (data.every || 5), LONGEST = Math.max(60000, EVERY), PATIENCE = 10000;
  var etag = data.etag ? '"' + data.etag + '"' : null;
  var known = {}, failures = 0, timer = 0, staleTimer = 0, asking = null;
  // The page says whether intake is alive, the first answer how long ago it was heard of.
  // Of a store that nothing was ever loaded into there are no last numbers that could be old.
  var answered = false, empty = data.state === 'empty', heardAt = data.state === 'live' ? performance.now() : -Infinity;

  // --- is it still true? ---------------------------------------------------------------------
  function judge() {
    clearTimeout(staleTimer);
    var left = heardAt + 1000 * data.staleAfter - performance.now();
    var state = left > 0 ? 'live' : empty ? 'empty' : 'stale';
    if (data.state !== state) data.state = state;
    if (left > 0) staleTimer = setTimeout(judge, left + 50);
  }
  // A cache on the way may send an answer again: it says nothing about now. The hall's clock and the age of what
  // was heard stand still together in no other case.
  var last = '';
  function heard(age, time) {
    var said = time + ' ' + age, repeated = answered && said === last;
    answered = true;
    last = said;
    if (repeated) return judge();
    empty = age === '';
    heardAt = age === '' || age === null ? -Infinity : performance.now() - 1000 * age;
    judge();
  }

  // A machine that slept counts no time while it does, but its calendar goes on: what is shown is of
  // before, until an answer says otherwise.
  var JUMP = 3000, calendar = Date.now(), counted = performance.now();
  function tick() {
    var jumped = Math.abs(Date.now() - calendar - (performance.now() - counted)) > JUMP;
    calendar = Date.now();
    counted = performance.now();
    if (!jumped) return judge();
    heardAt = -Infinity;
    judge();
    if (asking && !data.asked) { asking.stop.abort(); asking = null; }
    failures = 0;
    ask();
  }

  // --- what changed --------------------------------------------------------------------------
  function show(view) {
    Object.keys(view).forEach(function (id) {
      var text = JSON.stringify(view[id]);
      if (known[id] === text) return;
      known[id] = text;
      window.dash_clientside.set_props(id, window.hall_native.fitting(id, view[id]));
    });
    document.dispatchEvent(new CustomEvent('view-shown'));
  }
  // A page of sections that has been given others since is laid out anew, once for the same ones.
  function regrouped(view) {
    var drawn = document.getElementById('page-sections'), sections = view['page-sections'];
    if (!drawn || !sections || drawn.dataset.held === sections['data-held']) return false;
    return reloadedFor('sections', location.pathname + ' ' + sections['data-held']);
  }
  function reloadedFor(name, what) {
    try {
      if (sessionStorage.getItem('reloaded-for-' + name) === what) return false;
      sessionStorage.setItem('reloaded-for-' + name, what);
    } catch (refused) { return false; }
    location.reload();
    return true;
  }
  function rebuilt(build) {
    // Once for each build: two servers of different builds must not make a page reload for ever.
    if (build && build !== data.build) reloadedFor('build', build);
  }

  // --- asking --------------------------------------------------------------------------------
  function again(after) {
    clearTimeout(timer);
    timer = setTimeout(ask, after * (0.9 + 0.2 * Math.random()));
  }
  // One request in flight. `asked` is what an answer belongs to: when the reader has gone on to
  // another view meanwhile, an answer that comes late is dropped.
  function ask() {
    clearTimeout(timer);
    if (asking || (document.hidden && !data.asked)) return;
    var stop = new AbortController(), mine = { address: data.live, stop: stop };
    var limit = setTimeout(function () { stop.abort(); }, PATIENCE);
    function late() { return asking !== mine; }
    asking = mine;
    fetch(mine.address, {
      cache: 'no-store', credentials: 'omit', signal: stop.signal,
      headers: etag ? { 'If-None-Match': etag } : {}
    }).then(function (answer) {
      if (late()) return;
      if (data.asked && answer.status >= 400) return told('view-refused');
      if (answer.status !== 200 && answer.status !== 304) throw new Error('status ' + answer.status);
      var head = answer.headers, time = head.get('X-Hall-Time');
      if (time) document.dispatchEvent(new CustomEvent('hall-time', { detail: time }));
      rebuilt(head.get('X-Build'));
      if (answer.status === 304) return heard(head.get('X-Heartbeat-Age'), time);
      return answer.json().then(function (view) {
        if (late()) return;
        if (regrouped(view)) return;
        etag = head.get('ETag');
        show(view);
        heard(head.get('X-Heartbeat-Age'), time);
        told('view-answered');
      });
    }).then(function () {
      failures = 0;
    }, function () {
      if (late()) return;
      failures += 1;
      if (data.asked && failures > 1) told('view-refused');
      if (!answered) heardAt = -Infinity;
      judge();
    }).then(function () {
      clearTimeout(limit);
      if (late()) return;
      asking = null;
      again(data.asked ? 500 : Math.min(EVERY * Math.pow(2, Math.min(failures, 4)), LONGEST));
    });
  }
  // Tells, once, what became of a view that the reader asked for.
  function told(event) {
    if (!data.asked) return;
    delete data.asked;
    document.dispatchEvent(new Event(event));
  }
  // The reader asks for another view: what is under way is given up.
  document.addEventListener('view-asked', function (event) {
    if (asking) asking.stop.abort();
    asking = null;
    etag = null;
    failures = 0;
    data.live = event.detail;
    data.asked = 'yes';
    ask();
  });

  function begin() {
    judge();
    ask();
    setInterval(tick, 1000);
    document.addEventListener('visibilitychange', function () { tick(); ask(); });
    window.addEventListener('online', ask);
  }
  if (document.getElementById('first-paint')) document.addEventListener('page-drawn', begin, { once: true });
  else begin();
})();
