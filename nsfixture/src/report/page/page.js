'use strict';
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const main = document.getElementById('main');

  // Returns an element with attributes and children; texts are never read as HTML.
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  // Returns a sentence with what is between backticks as code.
  const prose = (text) => text.split('`').map((part, at, all) =>
    (at % 2 && at + 1 < all.length ? make('code', {}, part) : (at % 2 ? `\`${part}` : part)));

  const section = (id, title, ...children) => {
    if (children.some((child) => child)) main.append(make('section', { id }, make('h2', {}, title), ...children));
  };

  const plural = (count, one) => `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

  const pre = (lines) => make('pre', { tabindex: 0 }, lines.join('\n'));

  const titled = (title, child) => (child ? make('div', {}, make('h3', {}, title), child) : null);

  const list = (items) => (items ? make('ul', { class: 'findings' }, ...items.map((item) => make('li', {}, ...prose(item)))) : null);

  // The sequence diagram.
  const lanes = (packets, columns) => {
    const seen = new Set(packets.flatMap((packet) => [packet.from, packet.to]));
    return columns.filter((column) => seen.has(column));
  };

  const arrow = (packet, hosts) => {
    const lane = make('div', { class: 'lane' });
    const [from, to] = [hosts.indexOf(packet.from), hosts.indexOf(packet.to)];
    if (from < 0 || to < 0 || from === to) return lane;
    const middle = (place) => (place + 0.5) / hosts.length;
    // A packet that was lost gets half of the way.
    const end = packet.lost ? (middle(from) + middle(to)) / 2 : middle(to);
    const [left, right] = [Math.min(middle(from), end), Math.max(middle(from), end)];
    const style = `left:${left * 100}%;width:${(right - left) * 100}%`;
    lane.append(make('span', { class: `arrow ${from < to ? 'right' : 'left'}`, style }));
    return lane;
  };

  const row = (packet, hosts) => {
    const way = `${packet.from ?? '?'} ${packet.lost ? '→×' : '→'} ${packet.to}`;
    const text = packet.lost ? `${packet.text}: ${packet.lost}` : packet.text;
    return make('tr', packet.lost ? { class: 'lost' } : {},
      make('td', { class: 'number' }, packet.ms.toFixed(3)),
      make('td', { class: 'lanes', title: way, 'aria-label': way }, arrow(packet, hosts)),
      make('td', { class: 'way' }, way),
      make('td', { class: 'protocol' }, packet.protocol),
      make('td', { class: 'text' }, text));
  };

  // Where the test failed: what follows is what its end has caused.
  const failure = () => make('tr', { class: 'failure' },
    make('td', { class: 'number' }, report.failed_ms.toFixed(3)), make('td', { colspan: 4 }, 'the test failed'));

  const rows = (packets, hosts) => {
    const all = packets.map((packet) => row(packet, hosts));
    if (report.failed_ms !== undefined) {
      const after = packets.findIndex((packet) => packet.ms >= report.failed_ms);
      all.splice(after < 0 ? all.length : after, 0, failure());
    }
    return all;
  };

  const select = (label, names) => {
    const input = make('select', {}, make('option', { value: '' }, 'all'),
      ...names.map((name) => make('option', { value: name }, name)));
    return [make('label', {}, label, input), input];
  };

  const diagram = (packets) => {
    const hosts = lanes(packets, report.columns ?? []);
    const protocols = [...new Set(packets.map((packet) => packet.protocol))].sort();
    const [hostLabel, host] = select('Host', hosts);
    const [protocolLabel, protocol] = select('Protocol', protocols);
    const lost = make('input', { type: 'checkbox' });
    const count = make('output', { 'aria-live': 'polite' });
    const body = make('tbody');
    const width = Math.max(4.5, Math.min(9, 34 / hosts.length));
    const names = make('div', { class: 'lane-names' }, ...hosts.map((name) => make('span', { title: name }, name)));
    const table = make('table', { class: 'packets', style: `--count:${hosts.length};--lane:${width}rem` },
      make('thead', {}, make('tr', {}, make('th', { class: 'number', scope: 'col' }, 'ms'),
        make('th', { class: 'lanes', scope: 'col' }, names), make('th', { class: 'way', scope: 'col' }, 'From → to'),
        make('th', { class: 'protocol', scope: 'col' }, 'Protocol'), make('th', { scope: 'col' }, 'Meaning'))), body);
    const isMeant = (packet) => (!host.value || packet.from === host.value || packet.to === host.value)
      && (!protocol.value || packet.protocol === protocol.value) && (!lost.checked || packet.lost);
    // A browser takes seconds to lay out thousands of rows, and the last ones matter most.
    const earlier = make('button', { type: 'button' });
    const show = (most) => {
      const meant = packets.filter(isMeant);
      const shown = meant.slice(-most);
      body.replaceChildren(...rows(shown, hosts));
      earlier.hidden = shown.length === meant.length;
      earlier.textContent = `Show ${plural(meant.length - shown.length, 'earlier row')}`;
      count.textContent = shown.length === packets.length ? plural(packets.length, 'row')
        : `${shown.length.toLocaleString('en')} of ${plural(packets.length, 'row')}`;
    };
    [host, protocol, lost].forEach((input) => input.addEventListener('change', () => show(500)));
    earlier.addEventListener('click', () => show(Infinity));
    show(500);
    return [make('div', { class: 'filters' }, hostLabel, protocolLabel, make('label', {}, lost, 'lost only'), earlier, count),
      make('div', { class: 'scroll tall', tabindex: 0 }, table)];
  };

  const traffic = (directions) => {
    const names = [...new Set(directions.flatMap((direction) => Object.keys(direction.counters ?? {})))];
    const head = ['Cable', 'From'].map((name) => make('th', { scope: 'col' }, name));
    const numbers = names.map((name) => make('th', { class: 'number', scope: 'col' }, name.replaceAll('_', ' ')));
    const line = ({ cable, from, counters = {} }) => make('tr', {}, make('th', { scope: 'row' }, cable), make('td', {}, from),
      ...names.map((name) => make('td', { class: 'number' }, String(counters[name] ?? 0))));
    return make('div', { class: 'scroll', tabindex: 0 },
      make('table', {}, make('thead', {}, make('tr', {}, ...head, ...numbers)), make('tbody', {}, ...directions.map(line))));
  };

  const counters = (all) => make('dl', { class: 'counters' }, ...Object.entries(all).map(([name, count]) =>
    make('div', {}, make('dt', {}, name), make('dd', {}, count.toLocaleString('en')))));

  const host = (of) => make('details', {},
    make('summary', {}, make('strong', {}, of.name), make('span', { class: 'faint' },
      `${of.router ? ' router' : ''} ${(of.addresses ?? []).join(', ')}`)),
    make('div', {}, titled('Routes', of.routes && pre(of.routes)), titled('Firewall', of.firewall && pre(of.firewall)),
      titled('Sockets', of.sockets && pre(of.sockets)),
      titled('Counters', of.counters && counters(of.counters))));

  const service = (of) => {
    const lines = of.lines ?? [];
    const before = of.count - lines.length;
    return make('details', lines.length ? { open: '' } : {},
      make('summary', {}, make('strong', {}, of.name), ` in host ${of.host} `, make('span', { class: 'faint' }, of.state)),
      make('div', {}, lines.length ? pre(before > 0 ? [`(${plural(before, 'line')} before)`, ...lines] : lines)
        : make('p', { class: 'faint' }, 'It printed nothing.')));
  };

  const facts = (entries) => make('dl', { class: 'facts' }, ...entries.filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) => [make('dt', {}, name), make('dd', { class: 'mono' }, String(value))]));

  if (report.packets) section('packets', 'Packets', ...diagram(report.packets), list(report.missing_packets));
  else section('packets', 'Packets', list(report.missing_packets));
  section('faults', 'Faults', list(report.faults), report.traffic && traffic(report.traffic));
  section('hosts', 'Hosts', ...(report.hosts ?? []).map(host));
  section('services', 'Services', ...(report.services ?? []).map(service));
  // The last lines matter most.
  document.querySelectorAll('#services pre').forEach((lines) => { lines.scrollTop = lines.scrollHeight; });
  section('earlier', 'Earlier tests of this process', list(report.outlived));
  const { test } = report;
  section('run', 'This run', facts([['Test', test.path], ['Declared at', test.place], ['Body in host', test.host],
    ['Attempt', test.attempt], ['Seed', report.seed], ['Time', new Date(test.time * 1000).toISOString()],
    ['Program', test.program], ['nsfixture', report.nsfixture]]));
})();
