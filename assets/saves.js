// A figure as one card that cites itself, 1200 by 675: fetched when a reader first saves one. All is
// drawn here; the only request is for the code of the page's own address, to where the page is from.
(function () {
  'use strict';
  var W = 1200, H = 675, EDGE = 48, WIDE = W - 2 * EDGE, QR = 140, FOOT = 128;
  var NS = 'http://www.w3.org/2000/svg';
  var pen = document.createElement('canvas').getContext('2d');
  var family = getComputedStyle(document.body).fontFamily;
  var INK = '#15202b', QUIET = '#5b6b78', RULE = '#d5dde2', BANNER = '#fff3d6', ON_BANNER = '#4a3505';
  // What a shape of SVG has from the stylesheet.
  var DRAWN = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin', 'paint-order', 'opacity', 'font-size', 'font-weight', 'text-anchor'];

  function safe(text) {
    return String(text).replace(/[&<>"]/g, function (c) { return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]; });
  }
  function said(root, selector) {
    var element = root && root.querySelector(selector);
    if (!element || element.hidden) return '';
    // What can be done on a screen is no part of a picture.
    var copy = element.cloneNode(true);
    [].forEach.call(copy.querySelectorAll('.hint'), function (hint) { hint.remove(); });
    return copy.textContent.trim();
  }
  function n(value) { return String(Math.round(value * 100) / 100); }

  // --- text in lines ---------------------------------------------------------------------------
  function lines(text, size, weight, width) {
    pen.font = weight + ' ' + size + 'px ' + family;
    var all = [], line = '';
    // A line may end before any Han character, and between words; an address anywhere at its signs.
    (text.match(/[⺀-鿿　-〿＀-￯]|[^\s⺀-鿿　-〿＀-￯?&\/]*[?&\/]|[^\s⺀-鿿　-〿＀-￯?&\/]+|\s+/g) || []).forEach(function (part) {
      var closes = /^[，。；：、！？）》”]/.test(part);
      if (line && !closes && pen.measureText(line + part).width > width) { all.push(line.trim()); line = ''; }
      line += part;
    });
    if (line.trim()) all.push(line.trim());
    return all;
  }
  // The largest of some sizes at which a text needs no more than so many lines.
  function fitted(text, sizes, weight, width, most) {
    var size = sizes.filter(function (s) { return lines(text, s, weight, width).length <= most; })[0] || sizes[sizes.length - 1];
    return { size: size, lines: lines(text, size, weight, width) };
  }
  function text(words, x, y, size, weight, colour) {
    return '<text x="' + n(x) + '" y="' + n(y) + '" font-size="' + size + '" font-weight="' + weight + '" fill="' + colour + '">' + safe(words) + '</text>';
  }

  // --- the picture -----------------------------------------------------------------------------
  // Plotly's own, at the card's width; it is drawn smaller and enlarged, so that its type can be read.
  function plotted(graph, width, height) {
    var scale = 1.3, w = Math.round(width / scale), h = Math.round(height / scale);
    return window.Plotly.toImage(graph, { format: 'svg', width: w, height: h }).then(function (url) {
      var svg = new DOMParser().parseFromString(decodeURIComponent(url.slice(url.indexOf(',') + 1)), 'image/svg+xml').documentElement;
      svg.setAttribute('viewBox', '0 0 ' + w + ' ' + h);
      // Its margin for names is narrower than the longest: what is cut off 16 to 20 would be 6 to 20.
      svg.setAttribute('overflow', 'visible'); svg.style.overflow = 'visible';
      return { markup: placed(svg, 0, 0, width, height), height: height, width: width, left: 0 };
    });
  }
  function placed(svg, x, y, width, height) {
    svg.setAttribute('x', n(x)); svg.setAttribute('y', n(y));
    svg.setAttribute('width', n(width)); svg.setAttribute('height', n(height));
    return new XMLSerializer().serializeToString(svg);
  }
  // A drawing as it is, its looks written into it: a file has no stylesheet of ours.
  function inked(svg) {
    var copy = svg.cloneNode(true), from = svg.querySelectorAll('*'), to = copy.querySelectorAll('*');
    from.forEach(function (element, i) {
      var style = getComputedStyle(element);
      DRAWN.forEach(function (name) { to[i].style.setProperty(name, style.getPropertyValue(name)); });
      to[i].removeAttribute('class'); to[i].removeAttribute('href'); to[i].removeAttribute('tabindex');
    });
    copy.removeAttribute('class'); copy.removeAttribute('aria-hidden'); copy.removeAttribute('style');
    copy.setAttribute('xmlns', NS);
    return copy;
  }
  // What is laid out in HTML, as boxes and lines of text where the browser has put them.
  function boxes(element, origin, out) {
    var style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || element.matches('.unseen')) return;
    var at = element.getBoundingClientRect(), x = at.left - origin.left, y = at.top - origin.top;
    if (element.localName === 'svg') { out.push(placed(inked(element), x, y, at.width, at.height)); return; }
    if (element.matches('.run')) { cells(element, style, x, y, at, out); return; }
    box(element, style, x, y, at, out);
    marked(element, x, y, out);
    element.childNodes.forEach(function (child) {
      if (child.nodeType === 1) boxes(child, origin, out);
      else if (child.nodeType === 3 && child.data.trim()) written(child, style, origin, out);
    });
  }
  function rect(x, y, width, height, looks) {
    return '<rect x="' + n(x) + '" y="' + n(y) + '" width="' + n(Math.max(0, width)) + '" height="' + n(Math.max(0, height)) + '" ' + looks + '/>';
  }
  function box(element, style, x, y, at, out) {
    var round = parseFloat(style.borderTopLeftRadius) || 0, edge = parseFloat(style.borderTopWidth) || 0;
    if (style.borderTopLeftRadius.slice(-1) === '%') round = at.width / 2;
    if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') out.push(rect(x, y, at.width, at.height, 'rx="' + n(round) + '" fill="' + style.backgroundColor + '"'));
    else if (element.matches('.track') && style.backgroundImage !== 'none') out.push(rect(x, y + at.height / 2, at.width, 1, 'fill="' + RULE + '"'));
    // Stripes are a mark; a shade at the edge of what scrolls is none.
    else if (style.backgroundImage.startsWith('repeating-')) hatched(x, y, at, out);
    var framed = edge && parseFloat(style.borderLeftWidth);
    if (framed) out.push(rect(x + edge / 2, y + edge / 2, at.width - edge, at.height - edge, 'rx="' + n(round) + '" fill="none" stroke="' + style.borderTopColor + '" stroke-width="' + edge + '"'));
    else if (parseFloat(style.borderLeftWidth)) out.push(rect(x, y, parseFloat(style.borderLeftWidth), at.height, 'fill="' + style.borderLeftColor + '"'));
    else if (parseFloat(style.borderBottomWidth) && style.borderBottomStyle !== 'none') out.push(rect(x, y + at.height - 1, at.width, 1, 'fill="' + style.borderBottomColor + '"'));
  }
  // A mark that the stylesheet adds to an element, where it stands at a place of its own.
  function marked(element, x, y, out) {
    var style = getComputedStyle(element, '::after');
    if (style.content !== '""' || style.position !== 'absolute') return;
    var left = x + parseFloat(style.left), top = y + parseFloat(style.top);
    if (isNaN(left) || isNaN(top)) return;
    var at = { width: parseFloat(style.width) || 0, height: parseFloat(style.height) || 0 };
    box(element, style, left, top, at, out);
  }
  function hatched(x, y, at, out) {
    var d = '';
    for (var along = 4; along < at.width + at.height; along += 6) {
      d += 'M' + n(x + Math.max(0, along - at.height)) + ' ' + n(y + Math.min(along, at.height)) + 'L' + n(x + Math.min(along, at.width)) + ' ' + n(y + Math.max(0, along - at.width));
    }
    out.push('<path d="' + d + '" stroke="#3f5b6d" stroke-width="1.6" fill="none"/>');
  }
  // Working days of one kind: so many cells, with the gap that the stylesheet cuts between them.
  function cells(run, style, x, y, at, out) {
    var count = parseInt(style.getPropertyValue('--n'), 10) || 1, step = at.width / count, gap = parseFloat(style.getPropertyValue('--gap')) || 0;
    var look = (run.className.match(/run--(used|left|over|stop|wait|past|break)/) || [])[1];
    if (look === 'past') { out.push(rect(x, y + at.height / 2 - 1, at.width, 2, 'fill="#7d93a3"')); return; }
    if (look === 'break') { out.push('<text x="' + n(x + at.width / 2) + '" y="' + n(y + at.height * 0.7) + '" text-anchor="middle" font-size="14" fill="#c8361d">⋯</text>'); return; }
    for (var i = 0; i < count; i += 1) {
      var left = x + i * step, wide = step - gap;
      if (look === 'used' || look === 'over') out.push(rect(left, y, wide, at.height, 'fill="' + style.backgroundColor + '"'));
      else if (look === 'wait') out.push('<circle cx="' + n(left + step / 2) + '" cy="' + n(y + at.height / 2) + '" r="1.8" fill="' + QUIET + '"/>');
      else out.push(rect(left + 0.5, y + 0.5, wide - 1, at.height - 1, look === 'stop' ? 'fill="#8a5f00" fill-opacity=".24" stroke="#8a5f00" stroke-dasharray="3 2"' : 'fill="none" stroke="#7d93a3"'));
    }
  }
  function written(node, style, origin, out) {
    var range = document.createRange(), line = null, all = [];
    for (var i = 0; i < node.data.length; i += 1) {
      range.setStart(node, i); range.setEnd(node, i + 1);
      var at = range.getClientRects()[0];
      if (!at || (!at.width && /\s/.test(node.data[i]))) continue;
      if (!line || Math.abs(at.top - line.top) > 2) { line = { top: at.top, bottom: at.bottom, left: at.left, words: '' }; all.push(line); }
      line.words += node.data[i];
    }
    var size = parseFloat(style.fontSize);
    all.forEach(function (one) {
      var middle = (one.top + one.bottom) / 2 - origin.top;
      out.push(text(one.words.trim(), one.left - origin.left, middle + size * 0.36, size, style.fontWeight, style.color));
    });
  }
  // A copy of it is laid out at a width of its own, whatever the reader's window is, in light colours:
  // as large as its height allows; what is too long for the smallest size is cut, and that is said.
  function laidOut(drawn, width, height) {
    var root = document.documentElement, theme = root.dataset.theme, stand = document.createElement('div'), out = [];
    var copy = drawn.cloneNode(true), alone = drawn.querySelector(':scope > .drawing');
    stand.className = drawn.closest('figure').className + ' on-card';
    // No id is there twice, and nothing in it is met by keyboard.
    [copy].concat([].slice.call(copy.querySelectorAll('[id]'))).forEach(function (e) { e.removeAttribute('id'); });
    stand.inert = true;
    stand.appendChild(copy);
    // What the stylesheet says of figures on pages of this kind holds here too.
    var around = document.createElement('div'), page = drawn.closest('main > *');
    around.className = page ? page.className.replace(/\bcontainer\b/, '') : '';
    around.appendChild(stand);
    document.getElementById('page').appendChild(around);
    root.dataset.theme = 'light';
    var sizes = alone ? [1] : [1.25, 1.1, 1, 0.85], scale = sizes[0];
    for (var i = 0; i < sizes.length; i += 1) {
      scale = sizes[i];
      stand.style.width = Math.round(width / scale) + 'px';
      if (copy.getBoundingClientRect().height * scale <= height) break;
    }
    var left = alone ? null : shortened(copy, height / scale), origin = copy.getBoundingClientRect();
    boxes(copy, origin, out);
    var made = { markup: out.join(''), width: origin.width, height: Math.max(1, origin.height), left: left };
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    around.remove();
    return made;
  }
  function shortened(copy, height) {
    var rows = [].slice.call(copy.querySelectorAll('tbody > tr, ol.bars > li:not(.scale-row)')), out = 0;
    if (!rows.length && copy.matches('.bars')) rows = [].slice.call(copy.querySelectorAll('li:not(.scale-row)'));
    while (rows.length - out > 3 && copy.getBoundingClientRect().height > height) {
      out += 1;
      rows[rows.length - out].remove();
    }
    return out ? { shown: rows.length - out, of: rows.length } : null;
  }
  function picture(figure, width, height) {
    var graph = figure.querySelector('.js-plotly-plot');
    if (graph) return plotted(graph, width, height);
    return Promise.resolve(laidOut(figure.querySelector('.drawn, .bars, .duties'), width, height));
  }

  // --- the code of the address ----------------------------------------------------------------
  function code(page) {
    var image = page.querySelector('.paper-qr img');
    if (!image) return Promise.resolve('');
    return fetch(image.getAttribute('src')).then(function (answer) { return answer.ok ? answer.text() : ''; }).then(function (source) {
      var svg = source && new DOMParser().parseFromString(source, 'image/svg+xml').documentElement;
      return svg && svg.localName === 'svg' ? placed(svg, W - EDGE - QR, H - 34 - QR, QR, QR) : '';
    }).catch(function () { return ''; });  // the address stands there in words
  }

  // --- the card --------------------------------------------------------------------------------
  function card(figure) {
    var page = figure.closest('#page') || document.body, paper = page.querySelector('.paper');
    var chinese = document.documentElement.lang.slice(0, 2) === 'zh';
    var banner = said(page, '#demo-banner, .banner');
    var asOf = figure.querySelector('.as-of'), of = asOf && asOf.dataset.of;
    var title = said(figure, 'figcaption h2'), note = said(figure, 'figcaption p');
    var top = banner ? 34 : 0;
    var head = fitted(title, [34, 30, 26], 700, WIDE, 2), under = fitted(note, [19, 17, 15], 400, WIDE, 2);
    var y = top + 18, out = [];
    head.lines.forEach(function (line) { y += head.size * 1.25; out.push(text(line, EDGE, y, head.size, 700, INK)); });
    y += 4;
    under.lines.forEach(function (line) { y += under.size * 1.45; out.push(text(line, EDGE, y, under.size, 400, QUIET)); });
    y += 20;
    var foot = H - 34 - FOOT, room = foot - 14 - y;
    var address = said(paper, '.paper-address').replace('example.invalid', location.host);
    // A time alone is of the day that the data is of, a day without a year of that year.
    var day = said(paper, '.paper-as-of').slice(0, 10), until = asOf ? asOf.textContent.trim() : '';
    if (/^\D*\d\d:\d\d$/.test(until)) until = until.replace(/(\d\d:\d\d)$/, ' ' + day + ' $1').replace('  ', ' ');
    if (!/\d{4}/.test(until) && day.length === 10) {
      until = until.replace(/(\d+月)/, day.slice(0, 4) + '年$1').replace(/(\d{1,2} [A-Z][a-z]+)/, '$1 ' + day.slice(0, 4));
    }
    if (chinese) until = until.replace(' ', '');
    var origin = [said(figure, '.source'), until, of || ''];
    return Promise.all([picture(figure, WIDE, room), code(page)]).then(function (made) {
      var drawn = made[0], scale = Math.min(WIDE / drawn.width, room / drawn.height);
      if (drawn.left) {
        origin.push(chinese ? '图中为' + drawn.left.of + '行的前' + drawn.left.shown + '行，其余见下列网址'
          : 'the first ' + drawn.left.shown + ' of ' + drawn.left.of + ' rows; the others are at the address');
      }
      var lower = (room - drawn.height * scale) * 0.4;
      out.push('<g transform="translate(' + n(EDGE) + ' ' + n(y + Math.max(0, lower)) + ') scale(' + n(scale * 1000) / 1000 + ')">' + drawn.markup + '</g>');
      var width = WIDE - QR - 32, below = foot + 6;
      out.push(rect(EDGE, foot, WIDE - QR - 32, 1, 'fill="' + RULE + '"'));
      [[origin.filter(Boolean).join(' · '), QUIET, 400, 2], [[said(paper, '.paper-hall'), said(paper, '.paper-data')].filter(Boolean).join(' · '), QUIET, 400, 2], [address, INK, 600, 3]].forEach(function (row) {
        var block = fitted(row[0], [17, 15, 13], row[2], width, row[3]);
        block.lines.forEach(function (line) { below += block.size * 1.4; out.push(text(line, EDGE, below, block.size, row[2], row[1])); });
        below += 4;
      });
      if (banner) out.unshift(rect(0, 0, W, 34, 'fill="' + BANNER + '"'), text(banner, EDGE, 23, 16, 400, ON_BANNER));
      return '<svg xmlns="' + NS + '" width="' + W + '" height="' + H + '" viewBox="0 0 ' + W + ' ' + H + '" font-family="' + safe(family) + '">'
        + '<title>' + safe(title) + '</title><desc>' + safe([note, origin.filter(Boolean).join(' · '), address].join(' · ')) + '</desc>'
        + rect(0, 0, W, H, 'fill="#ffffff"') + out.join('') + made[1] + '</svg>';
    });
  }
  function raster(source) {
    return new Promise(function (done, failed) {
      var image = new Image(), canvas = document.createElement('canvas');
      canvas.width = W; canvas.height = H;
      image.onload = function () {
        canvas.getContext('2d').drawImage(image, 0, 0, W, H);
        canvas.toBlob(function (blob) { if (blob) done(blob); else failed(); }, 'image/png');
      };
      image.onerror = failed;
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(source);
    });
  }
  function give(blob, name) {
    var link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 60000);
  }
  // Saves the card of a figure as `png` or `svg`.
  window.hallSaves = function (figure, format) {
    var page = figure.closest('#page'), version = said(page, '#paper-version').replace(/\D/g, '');
    return card(figure).then(function (source) {
      return format === 'svg' ? new Blob([source], { type: 'image/svg+xml' }) : raster(source);
    }).then(function (blob) {
      give(blob, figure.dataset.figure + (version ? '-v' + version : '') + '.' + format);
    });
  };
})();
