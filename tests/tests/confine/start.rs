//! What is open when a program starts: nothing of the launcher's but stdio, and what was granted.

use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ahead_tests::{build, target};

use super::{LOOKS, built, folder, run};

/// Waits for a byte of stdin.
const WAITS: &str = r#"(module
    (import "wasi_snapshot_preview1" "fd_read" (func (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1) (data (i32.const 0) "\10\00\00\00\01\00\00\00")
    (func (export "_start") (drop (call 0 (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))))"#;

/// A descriptor that the launcher left open is closed before the program waits.
pub fn closes_descriptors() -> Result<(), String> {
    let folder = folder();
    for flags in [["--confine", "auto"], ["--confine", "off"]] {
        let program = built(folder.path(), WAITS, &flags);
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" 7</dev/null 9</dev/null"]).arg(&program);
        let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| error.to_string())?;
        let open = eventually(|| {
            let entries = fs::read_dir(format!("/proc/{}/fd", child.id())).ok()?;
            let mut names: Vec<_> =
                entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
            names.sort();
            let started = fs::read_link(format!("/proc/{}/exe", child.id())).is_ok_and(|exe| exe == program);
            (started && names == ["0", "1", "2"]).then_some(())
        });
        drop(child.stdin.take());
        child.wait().map_err(|error| error.to_string())?;
        open.ok_or_else(|| format!("{flags:?}: others than 0, 1 and 2 stayed open"))?;
    }
    Ok(())
}

/// Where the kernel has no `close_range`, as before 5.9, each is closed by itself: `strace` makes the
/// kernel answer so.
pub fn closes_descriptors_one_by_one() -> Result<(), String> {
    let folder = folder();
    let (program, trace) = (built(folder.path(), WAITS, &[]), folder.path().join("trace"));
    let mut command = Command::new("sh");
    let script = "ulimit -n 100; exec strace -o \"$0\" -e inject=close_range:error=ENOSYS \"$1\" 7</dev/null 9</dev/null";
    command.args(["-c", script]).arg(&trace).arg(&program);
    let output = run(&mut command)?;
    let text = fs::read_to_string(&trace).map_err(|error| error.to_string())?;
    let closed =
        |fd: u32| text.lines().any(|line| line.starts_with(&format!("close({fd})")) && line.ends_with("= 0"));
    match output.exit {
        0 if text.contains("(INJECTED)") && closed(7) && closed(9) && text.contains("close(99)") => Ok(()),
        _ => Err(format!("{output:?}\n{text}")),
    }
}

/// Traps have their message and status, and limits of time their effect, even if the launcher blocked all signals.
pub fn heeds_blocked_signals() -> Result<(), String> {
    const TRAPS: &str = r#"(module (memory 1) (func (export "_start") (drop (i32.load (i32.const -4)))))"#;
    const LOOPS: &str = r#"(module (func (export "_start") (loop (br 0))))"#;
    for (module, flags, said) in [
        (TRAPS, &[][..], "wasm trap: out of bounds memory access"),
        (LOOPS, &["--wall-seconds", "1"], "--wall-seconds 1"),
        (LOOPS, &["--cpu-seconds", "1"], "--cpu-seconds 1"),
    ] {
        let folder = folder();
        let program = built(folder.path(), module, flags);
        let output = run(Command::new("env").arg("--block-signal").arg(&program))?;
        if output.exit != 134 || !output.stderr.contains(said) {
            return Err(format!("{flags:?}: {output:?}"));
        }
    }
    Ok(())
}

/// A program for whose rules for folders there is no descriptor left ends.
pub fn ends_without_descriptors() -> Result<(), String> {
    let folder = folder();
    let program = built(folder.path(), LOOKS, &["--dir", ".::/a", "--dir", ".::/b", "--dir", ".::/c"]);
    let output = run(Command::new("sh").args(["-c", "ulimit -n 6; exec \"$0\""]).arg(&program))?;
    match output.exit {
        1 if output.stderr.contains("rules for folders (Landlock), but refused") => Ok(()),
        _ => Err(format!("{output:?}")),
    }
}

/// What `look` finds within ten seconds.
fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        match look() {
            None if Instant::now() < deadline => sleep(Duration::from_millis(5)),
            found => return found,
        }
    }
}

/// Accepts two connections. Of the first it peeks at 5 bytes, receives them and sends them back, and
/// ends sending; the second it reads and writes as a file. A third it does not wait for. The exit
/// status is the number of the step that failed.
const SERVES: &str = r#"(module
    (import "wasi_snapshot_preview1" "sock_accept" (func $sock_accept (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sock_recv" (func $sock_recv (param i32 i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sock_send" (func $sock_send (param i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "sock_shutdown" (func $sock_shutdown (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $fd_fdstat_set_flags (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 1) (data (i32.const 0) "\00\01\00\00\05\00\00\00")
    (global $step (mut i32) (i32.const 0))
    (func $is (param $got i32) (param $want i32)
      (global.set $step (i32.add (global.get $step) (i32.const 1)))
      (if (i32.ne (local.get $got) (local.get $want)) (then (call $proc_exit (global.get $step)))))
    (func (export "_start")
      ;; A stream socket, with the right to accept.
      (call $is (call $fd_fdstat_get (i32.const 3) (i32.const 64)) (i32.const 0))
      (call $is (i32.load8_u (i32.const 64)) (i32.const 6))
      (call $is (i32.and (i32.load (i32.const 72)) (i32.const 0x20000000)) (i32.const 0x20000000))
      ;; Waits until there is a connection.
      (i32.store8 (i32.const 520) (i32.const 1)) (i32.store (i32.const 528) (i32.const 3))
      (call $is (call $poll_oneoff (i32.const 512) (i32.const 600) (i32.const 1) (i32.const 640)) (i32.const 0))
      (call $is (i32.load16_u (i32.const 608)) (i32.const 0))
      (call $is (call $sock_accept (i32.const 3) (i32.const 1) (i32.const 16)) (i32.const 28))
      (call $is (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 16)) (i32.const 0))
      (call $is (i32.load (i32.const 16)) (i32.const 4))
      (call $is (call $sock_accept (i32.const 4) (i32.const 0) (i32.const 16)) (i32.const 76))
      (call $is (call $sock_recv (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 4) (i32.const 20) (i32.const 24)) (i32.const 28))
      (call $is (call $sock_recv (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 3) (i32.const 20) (i32.const 24)) (i32.const 0))
      (call $is (i32.load (i32.const 20)) (i32.const 5))
      (call $is (call $sock_recv (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 20) (i32.const 24)) (i32.const 0))
      (call $is (i32.load (i32.const 20)) (i32.const 5))
      (call $is (i32.load16_u (i32.const 24)) (i32.const 0))
      (call $is (call $sock_send (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 1) (i32.const 20)) (i32.const 28))
      (call $is (call $sock_send (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 20)) (i32.const 0))
      (call $is (call $sock_shutdown (i32.const 4) (i32.const 0)) (i32.const 28))
      (call $is (call $sock_shutdown (i32.const 4) (i32.const 2)) (i32.const 0))
      (call $is (call $sock_send (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 20)) (i32.const 64))
      (call $is (call $fd_close (i32.const 4)) (i32.const 0))
      (call $is (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 16)) (i32.const 0))
      (call $is (call $fd_read (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 20)) (i32.const 0))
      (call $is (call $fd_write (i32.const 4) (i32.const 0) (i32.const 1) (i32.const 20)) (i32.const 0))
      (call $is (call $fd_close (i32.const 4)) (i32.const 0))
      (call $is (call $fd_fdstat_set_flags (i32.const 3) (i32.const 4)) (i32.const 0))
      (call $is (call $sock_accept (i32.const 3) (i32.const 4) (i32.const 16)) (i32.const 6))))"#;

/// A program with a granted address serves what connects there.
pub fn serves_connections() -> Result<(), String> {
    let folder = folder();
    let source = folder.path().join("app.wat");
    fs::write(&source, SERVES).map_err(|error| error.to_string())?;
    for target in target::runnable() {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| error.to_string())?;
        let program = folder.path().join(&target.name);
        let flags = ["--tcp-listen", &address.to_string(), "--wall-seconds", "30"].map(str::to_owned);
        build::executable(folder.path(), &source, &program, &target, &flags)?;
        let mut child = target.command(&program).spawn().map_err(|error| error.to_string())?;
        let answers = exchange(address);
        let status = child.wait().map_err(|error| error.to_string())?;
        match (&answers, status.code()) {
            (Some([first, second]), Some(0)) if first == "hello" && second == "hello" => {}
            _ => return Err(format!("{}: {answers:?}, {status}", target.name)),
        }
    }
    Ok(())
}

/// Says hello twice, the second time with nothing to follow; answers what came back.
fn exchange(address: SocketAddr) -> Option<[String; 2]> {
    let mut answers = [String::new(), String::new()];
    for (answer, shut) in answers.iter_mut().zip([false, true]) {
        let mut stream = eventually(|| TcpStream::connect(address).ok())?;
        stream.write_all(b"hello").ok()?;
        if shut {
            stream.shutdown(Shutdown::Write).ok()?;
        }
        stream.read_to_string(answer).ok()?;
    }
    Some(answers)
}
