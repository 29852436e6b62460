// Charts of figures over time. uPlot draws them; it is fetched when the first chart needs it.

let library;

function fetchLibrary(address) {
  return library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.uPlot);
    script.onerror = () => {
      library = undefined;
      reject(new Error("its library did not come."));
    };
    document.head.append(script);
  });
}

// As Units writes figures elsewhere on the pages, shorter.
const round = value => +value.toPrecision(3);
const scaled = (value, sizes) => {
  for (const [size, name] of sizes) if (Math.abs(value) >= size) return `${round(value / size)}${name}`;
  return `${round(value)}`;
};
const count = value => value >= 1e4 && value < 1e6 ? `${round(value / 1e3)}K` : scaled(value, [[1e9, "G"], [1e6, "M"]]);
const write = {
  Count: count,
  Tokens: count,
  Bytes: value => scaled(value, [[1e12, " TB"], [1e9, " GB"], [1e6, " MB"], [1e3, " kB"]]),
  Seconds: value => value !== 0 && value < 1 ? `${round(value * 1e3)} ms` : value < 100 ? `${round(value)} s` : `${round(value / 60)} min`,
  TokensPerSecond: value => `${count(value)}/s`,
  Share: value => `${round(value * 100)} %`,
};
const axisNames = { Count: "count", Tokens: "tokens", Bytes: "memory", Seconds: "time", TokensPerSecond: "tokens/s", Share: "share" };

/** The smallest top of the axis, so that a line of zeros lies at the bottom. */
const least = { Count: 4, Tokens: 100, Bytes: 1e6, Seconds: 0.1, TokensPerSecond: 10, Share: 1 };
const wholeSteps = [1, 2, 5].flatMap(step => Array.from({ length: 12 }, (_, power) => step * 10 ** power)).sort((a, b) => a - b);

// A line is told from others by its dashes too. TimeChart.razor.css draws the same in the legend.
const dashes = [[], [8, 5], [2, 4], [12, 4, 2, 4], [], [8, 5]];

/** A value between two gaps makes no line; it is drawn as a point. */
function alone(values) {
  const found = [];
  for (let i = 0; i < values.length; i++)
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) found.push(i);
  return found;
}

class Chart {
  constructor(uPlot, host, options, bytes) {
    Object.assign(this, { uPlot, host, options, bytes });
    this.build();
    this.size = new ResizeObserver(() => this.plot.setSize({ width: this.host.clientWidth, height: this.options.height }));
    this.size.observe(host);
    this.theme = new MutationObserver(() => this.build());
    this.theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  }

  update(options, bytes) {
    const same = JSON.stringify(this.options.series) === JSON.stringify(options.series) && this.options.height === options.height;
    Object.assign(this, { options, bytes });
    if (same) this.plot.setData(this.columns());
    else this.build();
  }

  /** One of the lines, or not. */
  show(index, shown) {
    this.options.series[index].hidden = !shown;
    this.plot.setSeries(index + 1, { show: shown });
  }

  dispose() {
    this.size.disconnect();
    this.theme.disconnect();
    this.plot.destroy();
  }

  columns() {
    const all = new Float64Array(this.bytes.slice().buffer);
    const length = all.length / (1 + this.options.series.length);
    const columns = Array.from({ length: 1 + this.options.series.length }, (_, index) => all.subarray(index * length, (index + 1) * length));
    this.last = columns[0][length - 1];
    // Typed arrays have no gaps; those that need one become plain ones.
    return columns.map(column => column.some(Number.isNaN) ? Array.from(column, value => Number.isNaN(value) ? null : value) : column);
  }

  build() {
    this.plot?.destroy();
    this.plot = new this.uPlot(this.describe(), this.columns(), this.host);
  }

  describe() {
    const style = getComputedStyle(this.host);
    const colour = name => style.getPropertyValue(name).trim();
    const font = `12px ${style.fontFamily}`;
    const axis = { stroke: colour("--chart-text"), font, grid: { stroke: colour("--chart-grid"), width: 1 }, ticks: { stroke: colour("--chart-grid"), width: 1, size: 4 } };
    const unit = this.options.series[0]?.unit ?? "Count";
    const whole = unit === "Count" || unit === "Tokens";
    return {
      width: this.host.clientWidth,
      height: this.options.height,
      legend: { show: false },
      tzDate: seconds => this.uPlot.tzDate(new Date(seconds * 1e3), this.options.zone),
      cursor: { points: { size: 7 }, drag: { x: true, y: false }, ...(this.options.group ? { sync: { key: this.options.group } } : {}) },
      scales: {
        x: { time: true, range: (_, from, to) => [from, to === this.last ? Math.max(this.options.end, from + 1) : to] },
        y: { range: (_, from, to) => [0, Math.max(least[unit], (to ?? 0) * 1.08)] },
      },
      axes: [
        { ...axis, space: 64, values: this.hours() },
        { ...axis, size: 62, space: 32, label: axisNames[unit], labelSize: 16, labelFont: font, labelGap: 0, values: (_, values) => values.map(write[unit]), ...(whole ? { incrs: wholeSteps } : {}) },
      ],
      series: [{}, ...this.options.series.map((series, index) => this.line(series, index, colour(`--chart-${index % 6 + 1}`)))],
      plugins: [tip(this)],
    };
  }

  line(series, index, stroke) {
    const bars = series.mark === "Bars";
    return {
      label: series.name,
      show: !series.hidden,
      stroke,
      width: bars ? 0 : 2,
      fill: bars ? stroke : series.mark === "Area" ? stroke + "33" : undefined,
      dash: bars ? undefined : dashes[index % dashes.length],
      points: bars ? { show: false } : { show: true, size: 5, fill: stroke, filter: (plot, column) => alone(plot.data[column]) },
      paths: bars ? this.uPlot.paths.bars({ size: [index === 0 ? 0.8 : 0.45, 40], align: 1, gap: 1 }) : undefined,
    };
  }

  /** Twenty-four hours, without seconds; the day stands below where it begins. */
  hours() {
    const time = this.clock({ hour: "2-digit", minute: "2-digit" });
    const day = this.clock({ day: "numeric", month: "short" });
    return (_, splits, __, ___, step) => {
      let before;
      return splits.map(split => {
        if (split % 60 !== 0) return ""; // within a minute nothing is counted
        const date = day.format(split * 1e3);
        const text = step >= 86400 ? date : date !== before && before !== undefined ? `${time.format(split * 1e3)}\n${date}` : time.format(split * 1e3);
        before = date;
        return text;
      });
    };
  }

  clock(parts) {
    return new Intl.DateTimeFormat("en-GB", { ...parts, hourCycle: "h23", timeZone: this.options.zone });
  }
}

/** What lies under the pointer, in words. */
function tip(chart) {
  const box = document.createElement("div");
  box.className = "chart-tip";
  box.hidden = true;
  const line = (name, value) => {
    const row = document.createElement("div");
    const [left, right] = [document.createElement("span"), document.createElement("strong")];
    [left.textContent, right.textContent] = [name, value];
    row.append(left, right);
    return row;
  };
  return {
    hooks: {
      init: plot => plot.over.append(box),
      setCursor: plot => {
        const { idx, left, top } = plot.cursor;
        box.hidden = idx == null || left < 0;
        if (box.hidden) return;
        const when = chart.clock({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(plot.data[0][idx] * 1e3);
        box.replaceChildren(line(when, ""), ...chart.options.series.flatMap((series, index) => {
          const value = plot.data[index + 1][idx];
          return series.hidden ? [] : line(series.name, value == null ? "–" : write[series.unit](value));
        }));
        const beside = left + box.offsetWidth + 24 > plot.over.clientWidth ? left - box.offsetWidth - 12 : left + 12;
        box.style.transform = `translate(${Math.max(0, beside)}px, ${Math.max(0, Math.min(top, plot.over.clientHeight - box.offsetHeight))}px)`;
      },
    },
  };
}

export async function create(host, address, options, bytes) {
  return new Chart(await fetchLibrary(address), host, options, bytes);
}
