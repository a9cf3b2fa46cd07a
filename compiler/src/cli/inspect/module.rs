//! What was found in a module in, text or JSON out.

use ahead::decode::printable;
use ahead::quantity::quantity;

use super::findings::{Findings, Kind};

/// The description of a module.
pub fn describe(findings: &Findings, json: bool) -> String {
    match json {
        true => serde_json::to_string_pretty(findings).expect("strings and numbers are JSON") + "\n",
        false => text(findings),
    }
}

/// Exports named before the rest is only counted.
const SHOWN: usize = 40;

fn text(findings: &Findings) -> String {
    let mut text = format!(
        "{}: module, {} bytes, {}\n",
        findings.file,
        findings.size,
        quantity(u64::from(findings.functions), ["function", "functions"])
    );
    text += &format!("kind:      {}\n", kind(findings.kind));
    let needs = ["WebAssembly 1.0"].iter().chain(&findings.proposals).copied().collect::<Vec<_>>();
    text += &format!("needs:     {}\n", needs.join(", "));
    let imports = findings.imports.iter().map(|import| {
        let provided = if import.provided { "every target has it" } else { "NOT PROVIDED" };
        format!("{}.{}  {}  {provided}", import.module, import.name, import.r#type)
    });
    text += &section("imports:", imports);
    text += &section("memories:", findings.memories.iter().cloned());
    text += &section("tables:", findings.tables.iter().cloned());
    text += &section(
        "exports:",
        findings.exports.iter().map(|export| format!("{}  {}", export.name, export.kind)),
    );
    text += &section("note:", findings.hints.iter().cloned());
    if findings.obstacles.is_empty() {
        return text + &format!("builds:    yes, `ahead build {}`\n", findings.file);
    }
    text + &section("builds:    no", findings.obstacles.iter().cloned())
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Command => "command (its `_start` is the program)",
        Kind::Reactor => "reactor (its `_initialize` runs at start)",
        Kind::Library => "library (it exports neither `_start` nor `_initialize`)",
    }
}

/// A title and its lines, which hold names of the module and must stay lines.
fn section(title: &str, lines: impl ExactSizeIterator<Item = String>) -> String {
    let count = lines.len();
    if count == 0 {
        return String::new();
    }
    let mut text = format!("{title}\n");
    for line in lines.take(SHOWN) {
        text += &format!("  {}\n", printable(&line));
    }
    if count > SHOWN {
        text += &format!("  and {} more (`--json` has them all)\n", count - SHOWN);
    }
    text
}
