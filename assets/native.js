// The browser's own input, as a Dash component. What a reader has typed stays until the
// view brings another value; nothing is sent from here.
(function () {
  'use strict';
  var h = React.createElement, parts = {};
  var OWN = /^(id|name|className|disabled|required|form|title|autoComplete|type|min|max|step|placeholder|pattern|inputMode|maxLength|size|list|spellCheck|data-.*|aria-.*)$/;

  function attributes(props) {
    var found = {};
    Object.keys(props).forEach(function (name) {
      if (OWN.test(name)) found[name] = props[name];
    });
    return found;
  }
  // Sets `property` of the element when the view's value changes, and leaves it alone otherwise.
  function follows(property, value) {
    var element = React.useRef(null);
    React.useEffect(function () {
      if (element.current && element.current[property] !== value) element.current[property] = value;
    }, [value]);
    return element;
  }
  function Input(props) {
    var own = attributes(props), box = props.type === 'radio' || props.type === 'checkbox';
    if (box) {
      own.value = props.value;
      own.defaultChecked = Boolean(props.checked);
      own.ref = follows('checked', Boolean(props.checked));
    } else {
      own.defaultValue = props.value || '';
      own.ref = follows('value', props.value || '');
    }
    return h('input', own);
  }
  // A tree of html components as they come in JSON, drawn without Dash knowing its parts.
  function drawn(node, i) {
    if (Array.isArray(node)) return node.map(drawn);
    if (node === null || typeof node !== 'object') return node;
    var props = Object.assign({ key: i }, node.props), inside = props.children;
    if (node.namespace === 'hall_native') return h(window.hall_native[node.type], props);
    delete props.children;
    return h.apply(null, [node.type.toLowerCase(), props].concat(inside === undefined ? [] : drawn(inside)));
  }
  // `own` is what the element had at first; what a view brings comes before it.
  function Part(props) {
    var own = Object.assign({}, props.own, attributes(props));
    ['style', 'role', 'hidden', 'tabIndex', 'href'].forEach(function (name) {
      if (props[name] !== undefined) own[name] = props[name];
    });
    if (props.id) parts[props.id] = true;
    var tree = props.tree === undefined || props.tree === null ? [] : [].concat(props.tree);
    return h.apply(null, [props.element, own].concat(drawn(tree)));
  }
  // A view says `children` whatever draws them; a part has them as its tree.
  function fitting(id, props) {
    if (!('children' in props) || !parts[id]) return props;
    var changed = Object.assign({}, props, { tree: props.children });
    delete changed.children;
    return changed;
  }
  window.hall_native = { Input: Input, Part: Part, fitting: fitting };
})();
