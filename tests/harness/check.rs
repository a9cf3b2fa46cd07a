//! One case on one target: what differs from its expectations comes out.

use std::process::Command;

use crate::build;
use crate::case::{Case, Check};
use crate::process::{self, Output};
use crate::scratch::Scratch;
use crate::target::Target;

/// What a case did: the outputs compared with the expectations.
pub struct Outcome {
    /// Status and outputs of `ahead` (`error`) or of the program (`run`).
    pub output: Output,
    /// The text written, for `clif`, `asm` and `inspect`.
    pub text: String,
    /// What differs; empty: the case passes.
    pub differences: Vec<String>,
}

/// Carries the case out. Errors: something failed that the case does not look at.
pub fn check(case: &Case, target: &Target) -> Result<Outcome, String> {
    let scratch = Scratch::new(&case.header).map_err(|error| format!("scratch folder: {error}"))?;
    match case.header.check {
        Check::Run => run(case, target, &scratch),
        Check::Error => build_error(case, target, &scratch),
        Check::Clif => written(case, target, &scratch, "clif"),
        Check::Asm => written(case, target, &scratch, "asm"),
        Check::Inspect => inspect(case, &scratch),
    }
}

fn run(case: &Case, target: &Target, scratch: &Scratch) -> Result<Outcome, String> {
    let header = &case.header;
    build::executable(&scratch.work(), &case.path, &scratch.program(), target, &flags(case, scratch))?;
    let mut command = limited(case, target, scratch);
    command.current_dir(scratch.work()).env_clear().envs(&header.env);
    // Needed to find the emulator; a program sees only what it is granted, so it changes nothing.
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    let output = process::run(&mut command, header.stdin.as_bytes(), process::HANG)?;
    let mut differences = compare_output(case, &output, 0);
    differences.extend(scratch.compare(&header.files_after));
    for path in &header.missing_after {
        if scratch.work().join(path).symlink_metadata().is_ok() {
            differences.push(format!("{path} exists after the run"));
        }
    }
    Ok(Outcome { output, text: String::new(), differences })
}

/// The command that runs the program, within the limits that the case sets.
fn limited(case: &Case, target: &Target, scratch: &Scratch) -> Command {
    let header = &case.header;
    let mut script = String::new();
    for (option, kilobytes) in [("-v", header.address_space), ("-d", header.data)] {
        if let Some(kilobytes) = kilobytes {
            script += &format!("ulimit {option} {kilobytes}; ");
        }
    }
    script += "exec \"$@\"";
    for descriptor in &header.closed {
        script += &format!(" {descriptor}>&-");
    }
    let program = target.command(&scratch.program());
    let run_args = header.run_args.iter().map(|arg| scratch.expand(arg));
    if header.closed.is_empty() && header.address_space.or(header.data).is_none() {
        let mut command = program;
        command.args(run_args);
        return command;
    }
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh"]).arg(program.get_program()).args(program.get_args()).args(run_args);
    command
}

fn build_error(case: &Case, target: &Target, scratch: &Scratch) -> Result<Outcome, String> {
    let mut command = Command::new(build::ahead());
    command.current_dir(scratch.work()).arg("build").arg(&case.path).arg("-o").arg(scratch.program());
    command.args(["--target", &target.name]).args(flags(case, scratch));
    let output = process::run(&mut command, b"", process::HANG)?;
    let mut differences = compare_output(case, &output, 1);
    if scratch.program().exists() {
        differences.push("the failed build left an output file".to_string());
    }
    Ok(Outcome { output, text: String::new(), differences })
}

fn written(case: &Case, target: &Target, scratch: &Scratch, form: &str) -> Result<Outcome, String> {
    let mut flags = flags(case, scratch);
    flags.extend(["--emit".to_string(), form.to_string()]);
    build::executable(&scratch.work(), &case.path, &scratch.program(), target, &flags)?;
    let text = std::fs::read_to_string(scratch.program()).map_err(|error| error.to_string())?;
    let differences = compare_text(case, &text);
    Ok(Outcome {
        output: Output { exit: 0, stdout: String::new(), stderr: String::new() },
        text,
        differences,
    })
}

fn inspect(case: &Case, scratch: &Scratch) -> Result<Outcome, String> {
    let mut command = Command::new(build::ahead());
    command.current_dir(scratch.work()).arg("inspect").arg(&case.path).args(flags(case, scratch));
    let output = process::run(&mut command, b"", process::HANG)?;
    if output.exit != 0 {
        return Err(format!("ahead inspect: exit {}: {}", output.exit, output.stderr));
    }
    let differences = compare_text(case, &output.stdout);
    Ok(Outcome { text: output.stdout.clone(), output, differences })
}

fn flags(case: &Case, scratch: &Scratch) -> Vec<String> {
    case.header.args.iter().map(|arg| scratch.expand(arg)).collect()
}

fn compare_output(case: &Case, output: &Output, usual_exit: i32) -> Vec<String> {
    let header = &case.header;
    let mut differences = Vec::new();
    let exit = header.exit.unwrap_or(usual_exit);
    if output.exit != exit {
        differences.push(format!("exit {}, not {exit}; stderr: {}", output.exit, output.stderr));
    }
    let stdout = header.stdout.as_deref().unwrap_or("");
    if output.stdout != stdout {
        differences.push(format!("stdout is\n{}\nnot\n{stdout}", output.stdout));
    }
    match &header.stderr {
        None if !output.stderr.is_empty() => differences.push(format!("stderr is\n{}", output.stderr)),
        None => {}
        Some(texts) => differences.extend(
            first_missing(&output.stderr, texts.as_slice())
                .map(|missing| format!("stderr is\n{}\nand has no (further)\n{missing}", output.stderr)),
        ),
    }
    for text in &header.absent {
        if output.stdout.contains(text.as_str()) || output.stderr.contains(text.as_str()) {
            differences.push(format!("an output has {text:?}:\n{}\n{}", output.stdout, output.stderr));
        }
    }
    differences
}

fn compare_text(case: &Case, text: &str) -> Vec<String> {
    let mut differences = Vec::new();
    if !case.expected.is_empty() && text != case.expected {
        differences.push(format!("the text is\n{text}\nnot\n{}", case.expected));
    }
    let missing = case.header.contains.iter().filter(|part| !text.contains(part.as_str()));
    differences.extend(missing.map(|part| format!("no {part:?} in the text\n{text}")));
    let present = case.header.absent.iter().filter(|part| text.contains(part.as_str()));
    differences.extend(present.map(|part| format!("{part:?} is in the text\n{text}")));
    differences
}

/// The first of `parts` that `text` does not hold behind those before it.
fn first_missing<'a>(mut text: &str, parts: &'a [String]) -> Option<&'a str> {
    for part in parts {
        match text.find(part.as_str()) {
            Some(at) => text = &text[at + part.len()..],
            None => return Some(part),
        }
    }
    None
}
