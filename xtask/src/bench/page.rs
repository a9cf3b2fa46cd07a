//! A report in; one HTML page out that needs nothing else: plots are inline SVG.

use std::fmt::Write;

use super::report::{Cell, Report, Row};

const COLOURS: &[&str] =
    &["#888888", "#0b6e4f", "#4fb286", "#c1440e", "#e8956d", "#3d5a98", "#8b5fbf", "#bfa5d8", "#222222"];
const LEFT: f64 = 110.0;
const WIDTH: f64 = 900.0;
const BAR: f64 = 7.0;

const HEAD: &str = "<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Ahead: bench</title><style>\
body{font:15px/1.5 system-ui,sans-serif;max-width:1050px;margin:2em auto;padding:0 1em;color:#222}\
table{border-collapse:collapse;font-size:13px}td,th{padding:2px 8px;text-align:right;border-bottom:1px solid #ddd}\
td:first-child,th:first-child{text-align:left}svg text{font:12px system-ui,sans-serif}\
.key{display:inline-block;width:12px;height:12px;margin:0 4px 0 14px}</style>";

/// The page.
pub fn html(report: &Report) -> String {
    let mut out = format!(
        "{HEAD}<h1>Ahead: bench</h1><p>{}; medians of {} interleaved runs; load averages at the end {}. \
         Shorter bars are better.</p><p>",
        escape(&report.processor),
        report.runs,
        report.load
    );
    for (at, name) in report.contenders.iter().enumerate() {
        let _ = write!(out, "<span class=key style=background:{}></span>{}", colour(at), escape(name));
    }
    out += "</p><h2>Geometric mean of processor time over the native build</h2>";
    let means = report.geomeans.iter().map(|mean| mean.ratio).collect();
    out += &bars(&[("all".to_owned(), String::new(), means)]);
    out += "<h2>Processor time over the native build</h2>";
    out += &bars(&plot(report, |cell, _| cell.ratio));
    out +=
        "<h2>Machine code over the native build's</h2><p>Libraries that an executable carries included.</p>";
    out +=
        &bars(&plot(report, |cell, native| cell.text.unwrap_or(0) as f64 / native.text.unwrap_or(1) as f64));
    out += "<h2>Build from the module, seconds of processor time</h2>";
    out += &bars(&plot(report, |cell, _| cell.build_cpu));
    out += "<h2>Figures</h2>";
    out += &table(report);
    if !report.failures.is_empty() {
        out += "<h2>Failed</h2>";
    }
    for failure in &report.failures {
        let _ = write!(out, "<pre>{}</pre>", escape(&failure.to_string()));
    }
    out
}

type Group = (String, String, Vec<f64>);

fn plot(report: &Report, value: fn(&Cell, &Cell) -> f64) -> Vec<Group> {
    let values = |row: &Row| {
        let (cells, native) = (row.cells.iter().map(Option::as_ref), row.cells[0].as_ref());
        cells.map(|cell| cell.zip(native).map_or(0.0, |(cell, native)| value(cell, native))).collect()
    };
    report.rows.iter().map(|row| (row.program.clone(), row.about.clone(), values(row))).collect()
}

/// Groups of horizontal bars, one bar a contender, on one scale that the 95 % highest value fits.
fn bars(groups: &[Group]) -> String {
    let mut all: Vec<f64> = groups.iter().flat_map(|(_, _, values)| values.iter().copied()).collect();
    all.sort_by(f64::total_cmp);
    let largest = all.get(all.len().saturating_sub(1) * 97 / 100).copied().unwrap_or(1.0).max(0.01);
    let scale = (WIDTH - LEFT - 60.0) / largest;
    let mut body = String::new();
    let mut top = 4.0;
    for (name, about, values) in groups {
        let shown: Vec<(usize, f64)> =
            values.iter().copied().enumerate().filter(|(_, value)| *value > 0.0).collect();
        let middle = top + shown.len() as f64 * BAR / 2.0 + 4.0;
        let _ = write!(body, "<text x=0 y={middle}>{}<title>{}</title></text>", escape(name), escape(about));
        for (at, value) in shown {
            let width = (value * scale).min(WIDTH - LEFT - 50.0);
            let _ = write!(
                body,
                "<rect x={LEFT} y={top} width={width:.1} height={} fill='{}'/>",
                BAR - 1.0,
                colour(at)
            );
            let _ = write!(
                body,
                "<text x={:.1} y={} style='font-size:8px'>{value:.2}</text>",
                LEFT + width + 3.0,
                top + BAR - 1.0
            );
            top += BAR;
        }
        top += 6.0;
    }
    let one = LEFT + scale;
    let line = if one < WIDTH {
        format!("<line x1={one} x2={one} y1=0 y2={top} stroke='#999' stroke-dasharray=3 />")
    } else {
        String::new()
    };
    format!("<svg width={WIDTH} height={top} viewBox='0 0 {WIDTH} {top}'>{body}{line}</svg>")
}

fn table(report: &Report) -> String {
    let mut out = String::from(
        "<table><tr><th>program<th>contender<th>cpu, s<th>spread<th>ratio<th>clock, s<th>peak, MiB<th>build cpu, s<th>file, KiB<th>code, KiB",
    );
    for row in &report.rows {
        for (name, cell) in report.contenders.iter().zip(&row.cells) {
            let Some(cell) = cell else { continue };
            let code = cell.text.map_or_else(String::new, |text| format!("{:.1}", text as f64 / 1024.0));
            let _ = write!(
                out,
                "<tr><td>{}<td>{}<td>{:.4}<td>{:.1} %<td>{:.3}<td>{:.4}<td>{:.1}<td>{:.3}<td>{:.1}<td>{code}",
                escape(&row.program),
                escape(name),
                cell.cpu,
                cell.spread * 100.0,
                cell.ratio,
                cell.wall,
                cell.peak as f64 / 1048576.0,
                cell.build_cpu,
                cell.size as f64 / 1024.0
            );
        }
    }
    out + "</table>"
}

fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
