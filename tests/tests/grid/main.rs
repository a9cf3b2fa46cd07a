//! Every Linux target, processor and way to link: each builds a program that prints and one that
//! computes, which must give the same everywhere.
//!
//! A processor that neither this machine nor its emulator can be is linked, and not run.

use std::path::{Path, PathBuf};
use std::process::Command;

use ahead::target::{cpu, find as compiled_for};
use ahead_tests::target::Target;
use ahead_tests::{build, process, repository, target};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use tempfile::TempDir;

/// What the compute kernel prints, whatever computes it.
const HASH: &str = "-2444902995525689307\n";
/// Needs nothing of a processor.
const HELLO: &str = "examples/hello.wasm";

/// Processors that stand for more than a feature, beside the levels that `ahead targets` lists.
const SETS: [(&str, &str); 4] = [
    ("aarch64", "generic,lse,fp16,dotprod,i8mm"),
    ("riscv64", "generic,zba,zbb,zbs"),
    ("riscv64", "generic,v"),
    ("riscv64", "generic,zba,zbb,zbc,zbs,v"),
];

/// How the executable is made.
#[derive(Clone, Copy)]
enum Link {
    /// By `ahead`.
    InProcess,
    /// By GNU ld of the instruction set, of `--emit obj` and `ahead runtime`.
    GnuLd,
}

/// A program.
#[derive(Clone, Copy)]
enum Program {
    Hello,
    Kernel,
}

fn main() {
    let args = Arguments::from_args();
    let mut trials = Vec::new();
    for target in target::runnable() {
        let sets =
            SETS.iter().filter(|(isa, _)| target.arch.starts_with(isa)).map(|(_, set)| set.to_string());
        for cpu in target.cpu_levels.iter().cloned().chain(sets) {
            for (link, way) in [(Link::InProcess, "exe"), (Link::GnuLd, "GNU ld")] {
                for (program, name) in [(Program::Hello, "hello"), (Program::Kernel, "kernel")] {
                    let name = format!("{name}, {way}, {cpu}::{}", target.name);
                    trials.push(trial(name, &target, &cpu, link, program));
                }
            }
        }
        for feature in &target.cpu_features {
            let cpu = format!("generic,{feature}");
            let name = format!("kernel, exe, {cpu}::{}", target.name);
            trials.push(trial(name, &target, &cpu, Link::InProcess, Program::Kernel));
        }
    }
    libtest_mimic::run(&args, trials).exit();
}

fn trial(name: String, target: &Target, cpu: &str, link: Link, program: Program) -> Trial {
    let (target, cpu) = (target.clone(), cpu.to_owned());
    Trial::ignorable_test(name, move || test(&target, &cpu, link, program))
}

fn test(target: &Target, cpu: &str, link: Link, program: Program) -> Result<Completion, Failed> {
    let folder = TempDir::with_prefix("ahead-grid-").map_err(|error| error.to_string())?;
    let executable = folder.path().join("program");
    let (module, shape, expected) = match program {
        Program::Hello => (repository().join(HELLO), &[][..], "hello from WebAssembly\n"),
        Program::Kernel => {
            (repository().join("tests/tests/grid/kernel.wat"), &["--invoke", "hash"][..], HASH)
        }
    };
    let flags: Vec<String> = shape.iter().chain(&["--cpu", cpu]).map(ToString::to_string).collect();
    match (link, gnu_ld(target)) {
        (Link::InProcess, _) => build::executable(folder.path(), &module, &executable, target, &flags)?,
        (Link::GnuLd, Some(ld)) => link_with(&ld, target, folder.path(), &module, &executable, &flags)?,
        (Link::GnuLd, None) => return Ok(Completion::ignored_with("GNU ld is not installed")),
    }
    let plain = folder.path().join("plain");
    build::executable(folder.path(), &repository().join(HELLO), &plain, target, &[])?;
    let Some(mut command) = processor(target, cpu, &executable, &plain) else {
        return Ok(Completion::ignored_with("linked, but not run: nothing here is such a processor"));
    };
    let output = process::run(&mut command, b"", process::HANG)?;
    match output.exit == 0 && output.stdout == expected {
        true => Ok(Completion::Completed),
        false => Err(format!("{output:?}, not {expected:?}").into()),
    }
}

/// GNU ld for the target's instruction set.
fn gnu_ld(target: &Target) -> Option<PathBuf> {
    let isa = if target.arch.starts_with("riscv64") { "riscv64" } else { &target.arch };
    let foreign = format!("{}-linux-gnu-ld", isa.replace('_', "-"));
    let names = [foreign.as_str(), "ld"];
    let names = if target.is_native() { &names[..] } else { &names[..1] };
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
}

/// Makes an object and lets `ld` do the rest, as the README shows it.
fn link_with(
    ld: &Path,
    target: &Target,
    folder: &Path,
    module: &Path,
    executable: &Path,
    flags: &[String],
) -> Result<(), Failed> {
    let (object, runtime) = (folder.join("program.o"), folder.join("libahead.a"));
    let flags = [flags, &["--emit".to_owned(), "obj".to_owned()]].concat();
    build::executable(folder, module, &object, target, &flags)?;
    let mut command = Command::new(build::ahead());
    command.args(["runtime", "--target", &target.name, "-o"]).arg(&runtime);
    done(&mut command)?;
    let mut command = Command::new(ld);
    command.args("-static --gc-sections -z noexecstack -e _start -o".split(' ')).arg(executable);
    done(command.args([object, runtime]))
}

fn done(command: &mut Command) -> Result<(), Failed> {
    let output = process::run(command, b"", process::HANG)?;
    if output.exit == 0 && output.stderr.is_empty() { Ok(()) } else { Err(format!("{output:?}").into()) }
}

/// The command that runs `executable` on a processor with what `cpu` names; `None` if there is none.
/// `plain` is a program that runs on every processor.
fn processor(target: &Target, cpu: &str, executable: &Path, plain: &Path) -> Option<Command> {
    let mut command = target.command(executable);
    if target.is_native() {
        let settings = |cpu| cpu::flags(compiled_for(&target.name).ok()?, cpu).ok();
        let (has, needs) = (settings("native")?, settings(cpu)?);
        return needs.iter().all(|setting| has.contains(setting)).then_some(command);
    }
    let model = models(target, cpu).into_iter().find(|model| knows(target, model, plain))?;
    command.env("QEMU_CPU", model);
    Some(command)
}

/// QEMU's names for a processor with what `cpu` names: it spells some extensions with a capital.
fn models(target: &Target, cpu: &str) -> Vec<String> {
    const V: &str = "v=true,vext_spec=v1.0";
    if !target.arch.starts_with("riscv64") {
        return vec!["max".to_owned()];
    }
    let property = |feature: &str| match feature.strip_prefix("zvl").and_then(|bits| bits.strip_suffix('b')) {
        // `v` alone is more.
        Some("32" | "64") => V.to_owned(),
        Some(bits) => format!("{V},vlen={bits}"),
        None if feature == "v" => V.to_owned(),
        None => format!("{feature}=true"),
    };
    let features = cpu.split(',').filter(|word| *word != "generic");
    let model = ["rv64".to_owned()].into_iter().chain(features.map(property)).collect::<Vec<_>>().join(",");
    let capital = model.replace(",zf", ",Zf").replace(",zi", ",Zi");
    vec![model, capital]
}

/// Whether the emulator has the processor `model`: then it runs the `plain` program on it.
fn knows(target: &Target, model: &str, plain: &Path) -> bool {
    let mut command = target.command(plain);
    command.env("QEMU_CPU", model);
    process::run(&mut command, b"", process::HANG).is_ok_and(|output| output.exit == 0)
}
