//! The specification's tests: a `.wast` script in, executables that we link, and how they do, out.
//!
//! A script is split into groups of modules that imports connect; each group becomes one program,
//! so that nearly every memory is a first memory, with the addressing that users get.

mod group;
pub mod program;
mod rejection;
mod script;
mod spectest;
mod value;

use ahead::target::Target;

use script::Script;

/// How a script did.
#[derive(Default)]
pub struct Report {
    /// Assertions that were executed.
    pub assertions: usize,
    /// What did not go as the script says.
    pub failures: Vec<Failure>,
}

/// Something that did not go as a script says.
pub struct Failure {
    /// Line in the script.
    pub line: usize,
    /// What happened.
    pub what: String,
}

/// Runs the script `text` as programs for `target`. `runner` makes the command that runs a program.
///
/// Errors: the script itself cannot be read.
pub fn run(text: &str, target: &Target, runner: &program::Runner<'_>) -> Result<Report, String> {
    let script = Script::parse(text)?;
    let mut report = Report::default();
    rejection::check(&script.rejections, target, &mut report);
    for group in group::split(script.instances, script.steps) {
        program::run(&group, target, runner, &mut report);
    }
    Ok(report)
}
