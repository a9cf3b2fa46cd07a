//! The lines that tests print in, README.md's status table out: what was run on which target.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::{cargo, workspace};

/// Suites whose tests are named `GROUP/NAME::TARGET`, and how the table calls their groups.
const SUITES: [(&str, &str); 4] =
    [("spec", "specification"), ("cases", "cases"), ("examples", "examples"), ("corpus", "real programs")];

/// The marks in README.md between which the table stands.
const MARKS: (&str, &str) = ("<!-- status", "<!-- /status -->");

/// By the name of a row and of a target: how many tests passed.
type Counts = BTreeMap<(String, String), usize>;

/// Runs the suites and writes the table.
pub fn write() -> Result<(), String> {
    let mut counts = Counts::new();
    for (suite, title) in SUITES {
        let output = cargo::test(&["--test", suite]).output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!(
                "the suite `{suite}` does not pass; `cargo xtask test --test {suite}` shows why"
            ));
        }
        count(&String::from_utf8_lossy(&output.stdout), title, &mut counts);
        assertions(&String::from_utf8_lossy(&output.stderr), &mut counts);
    }
    let path = workspace().join("README.md");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let text = replaced(&text, &table(&counts)).ok_or("README.md has no place for the status table")?;
    fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Adds the lines `test GROUP/NAME::TARGET ... ok`.
fn count(output: &str, title: &str, counts: &mut Counts) {
    for line in output.lines() {
        let name = line.strip_prefix("test ").and_then(|line| line.strip_suffix("... ok"));
        let Some((name, target)) = name.and_then(|name| name.trim().rsplit_once("::")) else { continue };
        let row = match name.split_once('/') {
            Some((group, _)) if title == "cases" => format!("cases: {group}"),
            _ => title.to_owned(),
        };
        if title != "specification" {
            *counts.entry((row, target.to_owned())).or_default() += 1;
        }
    }
}

/// Adds the lines `FOLDER/NAME on TARGET: N assertions` of the specification's suite.
fn assertions(output: &str, counts: &mut Counts) {
    for line in output.lines() {
        let Some((name, rest)) = line.split_once(" on ") else { continue };
        let Some((target, number)) = rest.split_once(": ") else { continue };
        let number = number.strip_suffix(" assertions").and_then(|number| number.parse::<usize>().ok());
        if let (Some((folder, _)), Some(number)) = (name.split_once('/'), number) {
            let row = format!("specification, {folder}: assertions");
            *counts.entry((row, target.to_owned())).or_default() += number;
        }
    }
}

fn table(counts: &Counts) -> String {
    let rows: BTreeSet<&String> = counts.keys().map(|(row, _)| row).collect();
    let mut targets: Vec<&String> = counts.keys().map(|(_, target)| target).collect();
    targets.sort_by_key(|target| (!target.starts_with(std::env::consts::ARCH), target.as_str()));
    targets.dedup();
    let cells = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let line = |first: &str, of: &dyn Fn(&String) -> String| {
        cells([first.to_owned()].into_iter().chain(targets.iter().map(|target| of(target))).collect())
    };
    let mut table = line("passed", &String::clone) + &line("---", &|_| "---:".to_owned());
    for row in rows {
        let number = |target: &String| counts.get(&(row.clone(), target.clone()));
        table +=
            &line(row, &|target| number(target).map_or_else(|| "not run".to_owned(), ToString::to_string));
    }
    table
}

/// `text` with what stands between the marks replaced by `table`.
fn replaced(text: &str, table: &str) -> Option<String> {
    let start = text.find(MARKS.0)?;
    let start = start + text[start..].find('\n')? + 1;
    let end = start + text[start..].find(MARKS.1)?;
    Some(format!("{}{table}{}", &text[..start], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::{Counts, assertions, count, replaced, table};

    #[test]
    fn a_table_has_a_row_for_a_group_and_a_column_for_a_target() {
        let mut counts = Counts::new();
        let output = "test traps/a::x86_64-linux ... ok\ntest traps/b::x86_64-linux  ... ok\n\
                      test traps/a::riscv64-linux ... ok\ntest wasi/c::x86_64-linux ... FAILED\n";
        count(output, "cases", &mut counts);
        assertions("wasm-v2/i32.wast on x86_64-linux: 12 assertions\nother on line: 1\n", &mut counts);
        let table = table(&counts);
        assert!(table.contains("| cases: traps | 2 | 1 |"), "{table}");
        assert!(table.contains("| specification, wasm-v2: assertions | 12 | not run |"), "{table}");
        assert!(!table.contains("wasi"), "{table}");
    }

    #[test]
    fn only_the_text_between_the_marks_changes() {
        let text = "a\n<!-- status: x -->\nold\n<!-- /status -->\nb\n";
        assert_eq!(replaced(text, "new\n").unwrap(), "a\n<!-- status: x -->\nnew\n<!-- /status -->\nb\n");
        assert_eq!(replaced("a", "new"), None);
    }
}
