//! `cargo xtask release`: the sources in; an `ahead` that is laid out by what it runs while it compiles, out.
//!
//! It is built twice: first so that it counts what it runs, then by what it counted of compiling the examples. That
//! takes a quarter of an hour, so nothing else here builds it so.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bench::tool;
use crate::{cargo, setup, workspace};

/// What is compiled to be counted: for each target that is no board, at each level. The
/// modules that the bench measures are others.
const EXAMPLES: [&str; 4] = ["hello", "wordcount", "nbody", "average"];
const LEVELS: [&str; 3] = ["-O0", "-O2", "-Os"];

/// The oldest LLVM that reads what Rust 1.95 counts, and Debian's package of it.
const OLDEST_LLVM: u32 = 19;
const LLVM_PACKAGE: &str = "llvm-19";

/// The program that makes a profile of counts, and rustup's component that has it.
const PROFDATA: &str = "llvm-profdata";
const LLVM_COMPONENT: &str = "llvm-tools";

/// Builds, counts and builds again; what both make of the examples must be the same.
pub fn run() -> Result<(), String> {
    let mut targets = Vec::new();
    for target in setup::targets()? {
        setup::core(&target.runtime_triple).map_err(|error| format!("{}: {error}", target.name))?;
        if target.name.ends_with("-linux") {
            targets.push(target.name);
        }
    }
    let rustc = Rustc::find()?;
    let folder = cargo::target_folder()?.join("release-profile");
    let [counting, counts, before, built, after] =
        ["counting", "counts", "before", "built", "after"].map(|name| folder.join(name));
    // What is built by another profile is nothing that cargo would build anew for that.
    for folder in [&counts, &before, &built, &after] {
        empty(folder)?;
    }

    println!("[1/3] building an ahead that counts what it runs");
    let counting = build(&rustc, &counting, "-Cprofile-generate")?;
    println!("[2/3] compiling the examples with it");
    compile(&counting, &targets, &before, &counts)?;
    let profile = merge(&rustc, &counts, &folder)?;
    println!("[3/3] building ahead by what it counted");
    let ahead = build(&rustc, &built, &format!("-Cprofile-use={}", profile.display()))?;
    compile(&ahead, &targets, &after, &counts)?;
    same(&before, &after)?;
    let product = folder.join("ahead");
    fs::copy(&ahead, &product).map_err(|error| format!("{}: {error}", product.display()))?;
    println!("{}", product.display());
    Ok(())
}

/// The compiler that cargo uses.
struct Rustc {
    host: String,
    /// The major version of its LLVM.
    llvm: u32,
    /// Where rustup puts LLVM's programs.
    tools: PathBuf,
}

impl Rustc {
    fn find() -> Result<Rustc, String> {
        let rustc = |args: &[&str]| {
            let said = tool::output(Command::new(setup::rustc()).args(args));
            said.ok_or_else(|| format!("rustc {} failed", args.join(" ")))
        };
        let version = rustc(&["-vV"])?;
        let value = |key| {
            let value = version.lines().find_map(|line| line.strip_prefix(key)).map(str::trim);
            value.ok_or_else(|| format!("`rustc -vV` says no `{key}`"))
        };
        let llvm = value("LLVM version:")?.split('.').next().and_then(|major| major.parse().ok());
        let libraries = PathBuf::from(rustc(&["--print", "target-libdir"])?);
        Ok(Rustc {
            host: value("host:")?.to_owned(),
            llvm: llvm.ok_or("`rustc -vV`: LLVM has no number")?,
            tools: libraries.with_file_name("bin"),
        })
    }
}

/// Builds `ahead` into `folder`, as users get it but for `flag`; gives its path.
fn build(rustc: &Rustc, folder: &Path, flag: &str) -> Result<PathBuf, String> {
    let mut cargo = cargo::cargo("build");
    cargo.args(["--release", "--package", "ahead", "--bin", "ahead", "--target-dir"]).arg(folder);
    // With a target, the flag is not for what runs while it is built.
    cargo.args(["--target", &rustc.host]).env("CARGO_ENCODED_RUSTFLAGS", flag);
    cargo::run(&mut cargo)?;
    Ok(folder.join(&rustc.host).join("release/ahead"))
}

/// Compiles every example into `folder`. An `ahead` that counts adds to what is in `counts`.
fn compile(ahead: &Path, targets: &[String], folder: &Path, counts: &Path) -> Result<(), String> {
    for example in EXAMPLES {
        let module = workspace().join("examples").join(example).with_extension("wasm");
        for target in targets {
            for level in LEVELS {
                let mut build = Command::new(ahead);
                build.env("LLVM_PROFILE_FILE", counts.join("%m.profraw"));
                // One thread, as threads lose each other's counts.
                build.args(["build", level, "--threads", "1", "--target", target]).arg(&module);
                build.arg("-o").arg(folder.join(format!("{example}-{target}{level}")));
                setup::run_quietly(build)?;
            }
        }
    }
    Ok(())
}

/// Makes a profile of `counts` in `folder`.
fn merge(rustc: &Rustc, counts: &Path, folder: &Path) -> Result<PathBuf, String> {
    let profile = folder.join("ahead.profdata");
    let merges = |program: PathBuf| {
        let mut command = Command::new(program);
        command.arg("merge").arg("-o").arg(&profile).arg(counts);
        setup::run_quietly(command).is_ok()
    };
    // Any of them can be older than what it shall read.
    let installed = || {
        let versions = (OLDEST_LLVM..=rustc.llvm).rev().map(|version| format!("{PROFDATA}-{version}").into());
        let mut programs = [rustc.tools.join(PROFDATA)].into_iter().chain(versions).chain([PROFDATA.into()]);
        programs.any(merges)
    };
    if !installed() {
        println!("no {PROFDATA} here reads the counts: installing one");
        let by_rustup = setup::rustup(&["component", "add", LLVM_COMPONENT]);
        if by_rustup.is_err() || !installed() {
            setup::install(&[LLVM_PACKAGE])?;
            if !installed() {
                return Err(format!("the {PROFDATA} of {LLVM_PACKAGE} does not read the counts"));
            }
        }
    }
    Ok(profile)
}

/// An error unless the files of `before` are in `after`, with the same bytes.
fn same(before: &Path, after: &Path) -> Result<(), String> {
    let io = |error| format!("{}: {error}", before.display());
    for file in fs::read_dir(before).map_err(io)? {
        let name = file.map_err(io)?.file_name();
        let read = |folder: &Path| {
            fs::read(folder.join(&name)).map_err(|error| format!("{}: {error}", name.display()))
        };
        if read(before)? != read(after)? {
            return Err(format!("{}: built by a profile, ahead makes another file", name.display()));
        }
    }
    Ok(())
}

/// Makes an empty folder.
fn empty(folder: &Path) -> Result<(), String> {
    let removed = fs::remove_dir_all(folder);
    let removed =
        removed.or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) });
    removed
        .and_then(|()| fs::create_dir_all(folder))
        .map_err(|error| format!("{}: {error}", folder.display()))
}
