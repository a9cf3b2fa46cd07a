//! A report in, the table for a terminal out.

use std::fmt::Write;

use super::report::{Cell, Report};

/// Ratios first, then what builds and memory cost.
pub fn text(report: &Report) -> String {
    let mut out = format!(
        "{}; medians of {} interleaved runs; processor time over the native build's (spread)\n\n",
        report.processor, report.runs
    );
    let _ = writeln!(out, "{:<14}{:>10}{}", "", "native", heads(&report.contenders[1..]));
    for row in &report.rows {
        let native = row.cells[0].as_ref().map_or_else(String::new, |native| format!("{:.3} s", native.cpu));
        let _ = writeln!(out, "{:<14}{native:>10}{}", row.program, ratios(&row.cells[1..]));
    }
    let means = report.geomeans[1..].iter().map(|mean| format!("{:>18.3}", mean.ratio));
    let _ = writeln!(out, "{:<14}{:>10}{}", "geomean", "", means.collect::<String>());
    let factors =
        report.geomeans[1..].iter().map(|mean| format!("{:>18}", format!("*/ {:.3}", mean.interval_factor)));
    let _ = writeln!(out, "{:<14}{:>10}{}", "95 % interval", "", factors.collect::<String>());
    out + &sums(report) + &standings(report) + &failures(report)
}

fn sums(report: &Report) -> String {
    let complete = report.complete();
    let mut out = format!("\nsums over the {} programs that all contenders run\n", complete.len());
    let sums: [(&str, fn(&Cell) -> f64, f64); 6] = [
        ("run, s", |cell| cell.cpu, 1.0),
        ("build cpu, s", |cell| cell.build_cpu, 1.0),
        ("build wall, s", |cell| cell.build_wall, 1.0),
        ("files, KiB", |cell| cell.size as f64, 1024.0),
        ("code, KiB", |cell| cell.text.map_or(f64::NAN, |text| text as f64), 1024.0),
        ("peak, MiB", |cell| cell.peak as f64, 1048576.0),
    ];
    for (name, field, unit) in sums {
        let sum =
            |at: usize| complete.iter().map(|cells| field(cells[at])).fold(0.0, |sum, x| sum + x) / unit;
        let _ = write!(out, "{name:<14}{:>10.2}", sum(0));
        let rest: String = (1..report.contenders.len()).map(|at| format!("{:>18.2}", sum(at))).collect();
        let _ = writeln!(out, "{rest}");
    }
    out
}

/// What has no figures.
fn failures(report: &Report) -> String {
    let lines = report.failures.iter().map(|failure| format!("failed: {failure}\n"));
    lines.collect()
}

fn heads(names: &[String]) -> String {
    names.iter().map(|name| format!("{name:>18}")).collect()
}

fn ratios(cells: &[Option<Cell>]) -> String {
    let shown = cells.iter().map(|cell| match cell {
        Some(cell) => format!("{:.2} (\u{b1}{:.1} %)", cell.ratio, cell.spread * 100.0),
        None => "failed".into(),
    });
    shown.map(|text| format!("{text:>18}")).collect()
}

/// How often Ahead is faster than each contender that takes the same modules.
fn standings(report: &Report) -> String {
    let mut out = String::from("\n");
    for (at, name) in report.contenders.iter().enumerate().skip(2) {
        let ours = if name.ends_with(" simd") { "ahead simd" } else { "ahead" };
        let Some(own) = report.contenders.iter().position(|name| name == ours) else { continue };
        if own == at {
            continue;
        }
        let pairs = report.rows.iter().filter_map(|row| row.cells[own].as_ref().zip(row.cells[at].as_ref()));
        let ratios: Vec<f64> = pairs.map(|(ours, theirs)| ours.cpu / theirs.cpu).collect();
        let (mean, factor) = super::statistics::geomean(&ratios);
        let ahead = ratios.iter().filter(|ratio| **ratio < 1.0).count();
        let behind = ratios.iter().filter(|ratio| **ratio > 1.03).count();
        let _ = writeln!(
            out,
            "{ours} over {name}: geomean {mean:.3} (*/ {factor:.3}); faster on {ahead} of {}, more than 3 % slower on {behind}",
            ratios.len()
        );
    }
    out
}
