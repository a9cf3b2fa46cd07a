//! Error codes of WASI, and what Linux's become.

use core::num::NonZeroU16;

use crate::sys::errno::Errno as HostErrno;

/// `errno` of `typenames.witx`: its numbers, but that of success, so that a result takes no more room.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Errno(NonZeroU16);

impl Errno {
    const fn new(number: u16) -> Errno {
        Errno(NonZeroU16::new(number).expect("success is no error"))
    }

    /// Resource unavailable, or operation would block.
    pub const AGAIN: Errno = Errno::new(6);
    /// Bad file descriptor.
    pub const BADF: Errno = Errno::new(8);
    /// Bad address.
    pub const FAULT: Errno = Errno::new(21);
    /// Illegal byte sequence.
    pub const ILSEQ: Errno = Errno::new(25);
    /// Invalid argument.
    pub const INVAL: Errno = Errno::new(28);
    /// I/O error.
    pub const IO: Errno = Errno::new(29);
    /// Is a directory.
    pub const ISDIR: Errno = Errno::new(31);
    /// Filename too long.
    pub const NAMETOOLONG: Errno = Errno::new(37);
    /// Too many files open in system.
    pub const NFILE: Errno = Errno::new(41);
    /// No such file or directory.
    pub const NOENT: Errno = Errno::new(44);
    /// Not a directory or a symbolic link to a directory.
    pub const NOTDIR: Errno = Errno::new(54);
    /// Not a socket.
    pub const NOTSOCK: Errno = Errno::new(57);
    /// Not supported, or operation not supported on socket.
    pub const NOTSUP: Errno = Errno::new(58);
    /// Value too large to be stored in data type.
    pub const OVERFLOW: Errno = Errno::new(61);
    /// Invalid seek.
    pub const SPIPE: Errno = Errno::new(70);
    /// Capabilities insufficient.
    pub const NOTCAPABLE: Errno = Errno::new(76);
}

/// What a WASI function returns: 0 or the error.
pub fn code(result: Result<(), Errno>) -> u32 {
    match result {
        Ok(()) => 0,
        Err(errno) => errno.0.get().into(),
    }
}

/// Linux's errno and WASI's for each; the numbers of WASI stand in the order of `typenames.witx`.
const PAIRS: [(HostErrno, u8); 76] = [
    (HostErrno::TOO_BIG, 1),
    (HostErrno::ACCES, 2),
    (HostErrno::ADDRINUSE, 3),
    (HostErrno::ADDRNOTAVAIL, 4),
    (HostErrno::AFNOSUPPORT, 5),
    (HostErrno::AGAIN, 6),
    (HostErrno::ALREADY, 7),
    (HostErrno::BADF, 8),
    (HostErrno::BADMSG, 9),
    (HostErrno::BUSY, 10),
    (HostErrno::CANCELED, 11),
    (HostErrno::CHILD, 12),
    (HostErrno::CONNABORTED, 13),
    (HostErrno::CONNREFUSED, 14),
    (HostErrno::CONNRESET, 15),
    (HostErrno::DEADLK, 16),
    (HostErrno::DESTADDRREQ, 17),
    (HostErrno::DOM, 18),
    (HostErrno::DQUOT, 19),
    (HostErrno::EXIST, 20),
    (HostErrno::FAULT, 21),
    (HostErrno::FBIG, 22),
    (HostErrno::HOSTUNREACH, 23),
    (HostErrno::IDRM, 24),
    (HostErrno::ILSEQ, 25),
    (HostErrno::INPROGRESS, 26),
    (HostErrno::INTR, 27),
    (HostErrno::INVAL, 28),
    (HostErrno::IO, 29),
    (HostErrno::ISCONN, 30),
    (HostErrno::ISDIR, 31),
    (HostErrno::LOOP, 32),
    (HostErrno::MFILE, 33),
    (HostErrno::MLINK, 34),
    (HostErrno::MSGSIZE, 35),
    (HostErrno::MULTIHOP, 36),
    (HostErrno::NAMETOOLONG, 37),
    (HostErrno::NETDOWN, 38),
    (HostErrno::NETRESET, 39),
    (HostErrno::NETUNREACH, 40),
    (HostErrno::NFILE, 41),
    (HostErrno::NOBUFS, 42),
    (HostErrno::NODEV, 43),
    (HostErrno::NOENT, 44),
    (HostErrno::NOEXEC, 45),
    (HostErrno::NOLCK, 46),
    (HostErrno::NOLINK, 47),
    (HostErrno::NOMEM, 48),
    (HostErrno::NOMSG, 49),
    (HostErrno::NOPROTOOPT, 50),
    (HostErrno::NOSPC, 51),
    (HostErrno::NOSYS, 52),
    (HostErrno::NOTCONN, 53),
    (HostErrno::NOTDIR, 54),
    (HostErrno::NOTEMPTY, 55),
    (HostErrno::NOTRECOVERABLE, 56),
    (HostErrno::NOTSOCK, 57),
    (HostErrno::OPNOTSUPP, 58),
    (HostErrno::NOTTY, 59),
    (HostErrno::NXIO, 60),
    (HostErrno::OVERFLOW, 61),
    (HostErrno::OWNERDEAD, 62),
    (HostErrno::PERM, 63),
    (HostErrno::PIPE, 64),
    (HostErrno::PROTO, 65),
    (HostErrno::PROTONOSUPPORT, 66),
    (HostErrno::PROTOTYPE, 67),
    (HostErrno::RANGE, 68),
    (HostErrno::ROFS, 69),
    (HostErrno::SPIPE, 70),
    (HostErrno::SRCH, 71),
    (HostErrno::STALE, 72),
    (HostErrno::TIMEDOUT, 73),
    (HostErrno::TXTBSY, 74),
    (HostErrno::XDEV, 75),
    // Devices that are not block devices: WASI has no other word.
    (HostErrno::NOTBLK, 28),
];

/// WASI's number for each of Linux's; `IO` for those that WASI has no word for.
static FROM_HOST: [u8; 132] = {
    let mut table = [Errno::IO.0.get() as u8; 132];
    let mut index = 0;
    while index < PAIRS.len() {
        table[PAIRS[index].0.0 as usize] = PAIRS[index].1;
        index += 1;
    }
    table
};

impl From<HostErrno> for Errno {
    #[inline(never)]
    fn from(errno: HostErrno) -> Errno {
        let number = FROM_HOST.get(errno.0 as usize).and_then(|number| NonZeroU16::new((*number).into()));
        number.map_or(Errno::IO, Errno)
    }
}
