//! Limits of size and time: those that the program was built with go in, a process that the kernel
//! holds to them comes out.

use ahead_abi::trap::TRAP_EXIT_STATUS;

use super::call::call;
use super::errno::Errno;
use super::fault::{SIG_IGN, bit, heed, set_action};
use super::number;
use crate::program::program;
use crate::sys::process::exit;
use crate::text::{Text, fail};

const SIGALRM: usize = 14;
const SIGXFSZ: usize = 25;
const SIGPROF: usize = 27;

/// Makes writing past [`ahead_abi::grants::Limits::file_size`] fail with `FBIG`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_limit_file_size() {
    if limit_file_size(program().grants.limits.file_size).is_err() {
        fail(1, &[b"the system refused the limit that `--file-size-max` set when the program was built"]);
    }
}

fn limit_file_size(bytes: u64) -> Result<(), Errno> {
    const RLIMIT_FSIZE: usize = 1;
    // `struct rlimit64`: what counts, and how far it may be raised.
    let mut limit = [0u64; 2];
    // SAFETY: the kernel writes, and then reads, one `struct rlimit64`.
    unsafe {
        call(number::PRLIMIT64, [0, RLIMIT_FSIZE, 0, limit.as_mut_ptr() as usize])?;
        let bytes = bytes.min(limit[0]);
        call(number::PRLIMIT64, [0, RLIMIT_FSIZE, [bytes, bytes].as_ptr() as usize, 0])?;
    }
    set_action(SIGXFSZ, SIG_IGN, 0)
}

/// Ends the program after [`ahead_abi::grants::Limits::cpu_seconds`] and `wall_seconds`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_limit_time() {
    const ITIMER_REAL: usize = 0;
    const ITIMER_PROF: usize = 2;
    let limits = &program().grants.limits;
    let set = start_timer(ITIMER_REAL, limits.wall_seconds, SIGALRM, on_wall_time as *const () as usize)
        .and_then(|()| {
            start_timer(ITIMER_PROF, limits.cpu_seconds, SIGPROF, on_cpu_time as *const () as usize)
        });
    if set.is_err() {
        fail(1, &[b"the system refused the limits of time that the program was built with"]);
    }
}

fn start_timer(timer: usize, seconds: u64, signal: usize, handler: usize) -> Result<(), Errno> {
    const SA_ONSTACK: usize = 0x0800_0000;
    if seconds == 0 {
        return Ok(());
    }
    set_action(signal, handler, SA_ONSTACK)?;
    heed(bit(signal))?;
    // `struct itimerval`: period, and time until the first signal, in seconds and microseconds.
    let once = [0, 0, seconds, 0];
    // SAFETY: the kernel reads one `struct itimerval`.
    unsafe { call(number::SETITIMER, [timer, once.as_ptr() as usize, 0]) }.map(drop)
}

extern "C" fn on_wall_time() {
    end(b"--wall-seconds", program().grants.limits.wall_seconds);
}

extern "C" fn on_cpu_time() {
    end(b"--cpu-seconds", program().grants.limits.cpu_seconds);
}

fn end(flag: &[u8], seconds: u64) -> ! {
    let mut text = Text::new(2);
    text.push(b"error: the program's time is over: it was built with `");
    text.push(flag);
    text.push(b" ");
    text.push_decimal(seconds);
    text.push(b"`\n");
    text.flush();
    exit(TRAP_EXIT_STATUS)
}
