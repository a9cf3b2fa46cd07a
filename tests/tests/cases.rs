//! Every file `tests/cases/**/*.wat` on every target that runs here: one named test each. Where a case
//! resolves paths, another tries it on this machine with the resolution in steps, which is there for
//! kernels without their own.

use ahead_tests::case::{Case, Check};
use ahead_tests::runtime::Runtime;
use ahead_tests::target::Target;
use ahead_tests::{bless, check, files_below, repository, target};
use libtest_mimic::{Arguments, Completion, Failed, Trial};

fn main() {
    let args = Arguments::from_args();
    let root = repository().join("tests/cases");
    let targets = target::runnable();
    let mut trials = Vec::new();
    for path in files_below(&root, "wat") {
        match Case::read(&root, &path) {
            Ok(case) => {
                let walks = |target: &&Target| target.is_native() && resolves_paths(&case);
                let walking = targets.iter().filter(walks);
                let walking =
                    walking.map(|target| Target { other_runtime: Some(Runtime::Walking), ..target.clone() });
                let targets = targets.iter().cloned().chain(walking);
                trials.extend(targets.filter_map(|target| trial(&case, &path, &root, &target)));
            }
            Err(error) => trials.push(Trial::test(path.display().to_string(), move || Err(error.into()))),
        }
    }
    assert!(!trials.is_empty(), "no cases in {}", root.display());
    libtest_mimic::run(&args, trials).exit();
}

/// Whether the case runs a program that imports a function which resolves paths.
fn resolves_paths(case: &Case) -> bool {
    case.header.check == Check::Run
        && std::fs::read_to_string(&case.path).is_ok_and(|text| text.contains("\"path_"))
}

/// The test of `case` on `target`, if the case is for it.
fn trial(case: &Case, path: &std::path::Path, root: &std::path::Path, target: &Target) -> Option<Trial> {
    let header = &case.header;
    if header.targets.as_ref().is_some_and(|targets| !targets.contains(&target.name)) {
        return None;
    }
    let how = if target.other_runtime.is_some() { " in steps" } else { "" };
    let name = format!("{}{how}::{}", case.name, target.name);
    let (path, root, target) = (path.to_path_buf(), root.to_path_buf(), target.clone());
    Some(Trial::ignorable_test(name, move || run(&Case::read(&root, &path)?, &target)))
}

fn run(case: &Case, target: &Target) -> Result<Completion, Failed> {
    if let (Some(reason), false) = (&case.header.native_only, target.is_native()) {
        return Ok(Completion::ignored_with(reason));
    }
    let outcome = check::check(case, target)?;
    if outcome.differences.is_empty() {
        return Ok(Completion::Completed);
    }
    if std::env::var_os("AHEAD_BLESS").is_some() && target.is_native() {
        bless::bless(case, &outcome)?;
        return Ok(Completion::Completed);
    }
    Err(outcome.differences.join("\n").into())
}
