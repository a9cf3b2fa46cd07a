//! Signals that end `ahead`: nothing that it made or started is left.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ahead_tests::build;
use tempfile::TempDir;

use super::{NOTHING, folder, names, run};

const SIGNALS: [(&str, i32); 3] = [("HUP", 1), ("INT", 2), ("TERM", 15)];

/// Never ends.
const ENDLESS: &str = "(module (func (export \"_start\") (loop (br 0))))";

/// A folder with this module, and with `temporary`, which is for what is temporary.
fn place(module: &str) -> TempDir {
    let folder = folder(&[("app.wat", module.as_bytes())]);
    fs::create_dir(folder.path().join("temporary")).expect("the folder is ours");
    folder
}

/// `ahead` with these arguments, without a place for its cache, and with all signals as a shell leaves them, also where
/// the tests are to ignore some (`nohup`).
fn start(folder: &Path, args: &[&str]) -> Child {
    let mut command = Command::new("env");
    command.arg("--default-signal=HUP,INT,TERM").arg(build::ahead());
    command.current_dir(folder).args(args).stdout(Stdio::null()).stderr(Stdio::null());
    command.env("XDG_CACHE_HOME", "/proc/nowhere").env("TMPDIR", folder.join("temporary"));
    command.spawn().expect("ahead starts")
}

/// The process that `parent` has started, once it executes the program of this name.
fn child(parent: u32, name: &str) -> u32 {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let processes = fs::read_dir("/proc").expect("Linux tells").flatten();
        let mut ids = processes.filter_map(|process| process.file_name().to_str()?.parse().ok());
        let is_it = |id: &u32| parent_of(*id) == Some(parent) && name_of(*id).as_deref() == Some(name);
        if let Some(id) = ids.find(is_it) {
            return id;
        }
        assert!(Instant::now() < deadline, "ahead starts no {name}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// The process that started this one.
fn parent_of(id: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit(") ").next()?.split_whitespace().nth(1)?.parse().ok()
}

/// The name of a process that runs.
fn name_of(id: u32) -> Option<String> {
    let state = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let name = fs::read_to_string(format!("/proc/{id}/comm")).ok()?;
    (!state.contains(") Z ")).then(|| name.trim().to_owned())
}

/// Sends the signal, and expects that it ends `ahead`, and with it the process `child`, and that nothing is left.
fn end(folder: &Path, mut ahead: Child, child: u32, signal: (&str, i32)) {
    run(Command::new("kill").args(["-s", signal.0, &ahead.id().to_string()]));
    let status = ahead.wait().expect("it is ours");
    assert_eq!(status.signal(), Some(signal.1), "{status}");
    assert_eq!(name_of(child), None, "SIG{} leaves the child", signal.0);
    assert!(names(&folder.join("temporary")).is_empty(), "SIG{} leaves files", signal.0);
}

#[test]
fn the_folder_of_a_board_s_linker_is_removed() {
    let folder = place(NOTHING);
    let linker = folder.path().join("linker");
    fs::write(&linker, "#!/bin/sh\nexec sleep 1000\n").expect("the folder is ours");
    fs::set_permissions(&linker, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
    for signal in SIGNALS {
        let args =
            ["build", "app.wat", "--target", "riscv64-qemu-virt", "--linker", &linker.to_string_lossy()];
        let ahead = start(folder.path(), &args);
        let child = child(ahead.id(), "sleep");
        assert_eq!(names(&folder.path().join("temporary")).len(), 1);
        end(folder.path(), ahead, child, signal);
    }
    assert_eq!(names(folder.path()), ["app.wat", "linker", "temporary"]);
}

#[test]
fn programs_that_run_end_too() {
    let folder = place(ENDLESS);
    for signal in SIGNALS {
        let ahead = start(folder.path(), &["run", "app.wat"]);
        let program = child(ahead.id(), "program");
        end(folder.path(), ahead, program, signal);
        let ahead = start(folder.path(), &["bench", "app.wat", "--native", "/bin/sleep", "--", "1000"]);
        let native = child(ahead.id(), "sleep");
        end(folder.path(), ahead, native, signal);
    }
}

#[test]
fn a_child_that_ignores_the_signal_ends_too() {
    let folder = place(NOTHING);
    let args = ["bench", "app.wat", "--native", "/bin/sh", "--", "-c", "trap '' TERM; exec sleep 1000"];
    let ahead = start(folder.path(), &args);
    let native = child(ahead.id(), "sleep");
    end(folder.path(), ahead, native, ("TERM", 15));
}

#[test]
fn a_signal_that_is_to_be_ignored_is() {
    let folder = place(NOTHING);
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).env("AHEAD", build::ahead());
    command.env("XDG_CACHE_HOME", "/proc/nowhere").env("TMPDIR", folder.path().join("temporary"));
    let script = r#"trap '' HUP; "$AHEAD" bench app.wat --native /bin/sleep --runs 1 -- 1 & sleep 0.5
        kill -HUP $!; wait $!"#;
    let output = run(command.args(["-c", script]));
    assert_eq!(output.exit, 0, "{}", output.stderr);
}

#[test]
fn a_program_has_the_signals_that_ahead_was_started_with() {
    let folder = place(NOTHING);
    let script = folder.path().join("linker");
    fs::write(&script, "#!/bin/sh\ngrep ^Sig[BIC] /proc/self/status | tr '\\t' ' ' >&2\nexit 1\n")
        .expect("the folder is ours");
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("the folder is ours");
    let mut command = Command::new(build::ahead());
    command.current_dir(folder.path()).args([
        "build",
        "app.wat",
        "--target",
        "riscv64-qemu-virt",
        "--linker",
    ]);
    let stderr = run(command.arg(&script)).stderr;
    let expected = run(Command::new(&script).current_dir(folder.path())).stderr;
    assert!(stderr.contains(expected.trim()), "{stderr}{expected}");
}

#[test]
fn a_file_that_may_not_be_so_long_is_an_error() {
    let folder = place(NOTHING);
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).env("AHEAD", build::ahead());
    let output = run(command.args(["-c", r#"ulimit -f 4; "$AHEAD" runtime -o app"#]));
    assert_eq!(output.exit, 1, "{}", output.stderr);
    assert!(output.stderr.contains("cannot write app"), "{}", output.stderr);
    assert_eq!(names(folder.path()), ["app.wat", "temporary"]);
}
