//! The last step of start-up of a program that writes, ends, and asks what its descriptors are: the answers go
//! in, a process in seccomp's strict mode comes out, which can write, read, end, and nothing else.
//!
//! A filter costs several times as much at start as this mode. It is for descriptors of which every answer is known
//! before: pipes, terminals and `/dev/null`. With a file, whose offset moves, the program gets its filter.

use core::cell::{Cell, UnsafeCell};
use core::hint::black_box;
use core::mem::MaybeUninit;
use core::slice;

use super::call::{result, value};
use super::confine_calls::{ahead_confine_calls, ahead_confine_calls_strictly};
use super::errno::Errno;
use super::file::{F_GETFL, IoVec, PIPE_BUF, S_IFCHR, S_IFIFO, S_IFMT, Stat, TCGETS};
use super::number;

/// Leaves no system calls but those of the strict mode where that is enough; else as [`ahead_confine_calls`].
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_to_writes() {
    if !confine() {
        ahead_confine_calls();
    }
}

/// The same, else as [`ahead_confine_calls_strictly`].
#[unsafe(no_mangle)]
pub extern "C" fn ahead_confine_to_writes_strictly() {
    if !confine() {
        ahead_confine_calls_strictly();
    }
}

/// What the kernel answered about a descriptor.
struct Known {
    stat: Stat,
    flags: isize,
    is_terminal: isize,
}

impl Known {
    fn is_null(&self) -> bool {
        /// `makedev(1, 3)`
        const NULL_DEVICE: u64 = 0x103;
        self.stat.st_rdev == NULL_DEVICE
    }
}

/// Answers in the place of the kernel, as [`value`] does.
type Answer = unsafe fn(number: usize, fd: usize, second: usize, third: usize) -> isize;

struct Shared<T>(T);

// SAFETY: a program has one thread.
unsafe impl<T> Sync for Shared<T> {}

/// What is known of the descriptors 0 to 2.
static KNOWN: Shared<UnsafeCell<MaybeUninit<[Known; 3]>>> = Shared(UnsafeCell::new(MaybeUninit::zeroed()));
/// [`answer`], once the kernel answers no more: other programs are linked without it.
static ANSWER: Shared<Cell<Option<Answer>>> = Shared(Cell::new(None));

/// [`call`](super::call::call) with a descriptor and two more arguments, for those that such a program makes.
///
/// # Safety
/// As there.
pub unsafe fn ask(number: usize, fd: usize, args: [usize; 2]) -> Result<usize, Errno> {
    // SAFETY: the caller's promise.
    result(unsafe { answered(number, fd, args[0], args[1]) })
}

/// # Safety
/// As [`ask`].
#[inline(never)]
unsafe fn answered(number: usize, fd: usize, second: usize, third: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe {
        match ANSWER.0.get() {
            None => value(number, [fd, second, third]),
            Some(answer) => answer(number, fd, second, third),
        }
    }
}

/// Whether the process is confined now.
fn confine() -> bool {
    const SECCOMP_SET_MODE_STRICT: usize = 0;
    // SAFETY: one thread, and no other reference yet; zeros are records.
    let known = unsafe { (*KNOWN.0.get()).assume_init_mut() };
    if !known.iter_mut().enumerate().all(|(fd, known)| know(fd, known)) || !is_free() {
        return false;
    }
    // Before the call, as a handler of a signal may write right after it. Opaque, or the optimiser would put the
    // function itself where it is called.
    ANSWER.0.set(Some(black_box(answer as Answer)));
    // SAFETY: touches no memory.
    let is_confined = unsafe { value(number::SECCOMP, [SECCOMP_SET_MODE_STRICT, 0, 0]) } == 0;
    if !is_confined {
        ANSWER.0.set(None);
    }
    is_confined
}

/// Asks what descriptor `fd` is; whether no more needs to be asked.
fn know(fd: usize, known: &mut Known) -> bool {
    // Larger than any `struct termios`.
    let mut termios = MaybeUninit::<[u64; 16]>::uninit();
    // SAFETY: the kernel writes one `struct stat` and one `struct termios`.
    unsafe {
        answered(number::FSTAT, fd, &raw mut known.stat as usize, 0);
        known.flags = answered(number::FCNTL, fd, F_GETFL, 0);
        known.is_terminal = answered(number::IOCTL, fd, TCGETS, termios.as_mut_ptr() as usize);
    }
    match known.stat.st_mode & S_IFMT {
        S_IFCHR => known.is_null() || known.is_terminal == 0,
        S_IFIFO => true,
        _ => false,
    }
}

/// Whether the mode costs nothing while the program runs. Kernels before 5.16 slow the processor down in it,
/// against attacks on what a process keeps secret from itself, and no flag says that this one keeps nothing.
fn is_free() -> bool {
    // `struct new_utsname`: six strings that end with NUL, the release of the kernel the third.
    let mut names = [[0u8; 65]; 6];
    // SAFETY: the kernel writes one.
    unsafe { answered(number::UNAME, names.as_mut_ptr() as usize, 0, 0) };
    match names[2].as_slice() {
        [b'5', b'.', tens, ones @ b'0'..=b'9', ..] => [*tens, *ones] >= *b"16",
        [b'0'..=b'5', b'.', ..] => false,
        _ => true,
    }
}

/// What the kernel would answer.
///
/// # Safety
/// As [`ask`].
unsafe fn answer(number: usize, fd: usize, second: usize, third: usize) -> isize {
    const BADF: isize = -(Errno::BADF.0 as isize);
    const SPIPE: isize = -(Errno::SPIPE.0 as isize);
    // SAFETY: what is known does not change any more; the rest is the caller's promise.
    unsafe {
        match number {
            number::WRITEV => return write(fd, slice::from_raw_parts(second as *const IoVec, third)),
            number::EXIT_GROUP => return value(number::EXIT, [fd]),
            _ => {}
        }
        let Some(known) = (*KNOWN.0.get()).assume_init_ref().get(fd) else { return BADF };
        match number {
            number::FSTAT => {
                // All that is asked for.
                (*(second as *mut Stat)).st_mode = known.stat.st_mode;
                0
            }
            number::FCNTL => known.flags,
            number::IOCTL => known.is_terminal,
            #[cfg(ahead_forbidden_call)]
            number::LSEEK => super::forbidden::call_as_told().map_or(BADF, |()| 0),
            // A seek, of which `/dev/null` makes nothing.
            _ if known.is_null() => 0,
            _ => SPIPE,
        }
    }
}

/// `writev`, by `write`: what a pipe takes at once goes at once, and so do larger buffers.
///
/// # Safety
/// As [`ask`].
unsafe fn write(fd: usize, mut buffers: &[IoVec]) -> isize {
    let mut bytes = MaybeUninit::<[u8; PIPE_BUF]>::uninit();
    let base = bytes.as_mut_ptr().cast::<u8>();
    let mut written = 0;
    loop {
        let mut piece = IoVec { base: base as usize, len: 0 };
        while let [buffer, rest @ ..] = buffers {
            if buffer.len > PIPE_BUF - piece.len {
                if piece.len == 0 {
                    (piece, buffers) = (*buffer, rest);
                }
                break;
            }
            // SAFETY: there is room for it; the rest is the caller's promise.
            unsafe { base.add(piece.len).copy_from_nonoverlapping(buffer.base as *const u8, buffer.len) };
            piece.len += buffer.len;
            buffers = rest;
        }
        // SAFETY: the caller's promise, or the bytes are there.
        let count = unsafe { value(number::WRITE, [fd, piece.base, piece.len]) };
        if count < 0 && written == 0 {
            return count;
        }
        written += count.max(0);
        if count != piece.len as isize || buffers.is_empty() {
            return written;
        }
    }
}
