//! Errno values of Linux (`asm-generic/errno.h`): the same numbers on the three architectures.

/// Why a system call failed: the kernel's number, 1..=4095.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub struct Errno(pub u16);

impl Errno {
    /// `EPERM`
    pub const PERM: Errno = Errno(1);
    /// `ENOENT`
    pub const NOENT: Errno = Errno(2);
    /// `ESRCH`
    pub const SRCH: Errno = Errno(3);
    /// `EINTR`
    pub const INTR: Errno = Errno(4);
    /// `EIO`
    pub const IO: Errno = Errno(5);
    /// `ENXIO`
    pub const NXIO: Errno = Errno(6);
    /// `E2BIG`
    pub const TOO_BIG: Errno = Errno(7);
    /// `ENOEXEC`
    pub const NOEXEC: Errno = Errno(8);
    /// `EBADF`
    pub const BADF: Errno = Errno(9);
    /// `ECHILD`
    pub const CHILD: Errno = Errno(10);
    /// `EAGAIN`
    pub const AGAIN: Errno = Errno(11);
    /// `ENOMEM`
    pub const NOMEM: Errno = Errno(12);
    /// `EACCES`
    pub const ACCES: Errno = Errno(13);
    /// `EFAULT`
    pub const FAULT: Errno = Errno(14);
    /// `ENOTBLK`
    pub const NOTBLK: Errno = Errno(15);
    /// `EBUSY`
    pub const BUSY: Errno = Errno(16);
    /// `EEXIST`
    pub const EXIST: Errno = Errno(17);
    /// `EXDEV`
    pub const XDEV: Errno = Errno(18);
    /// `ENODEV`
    pub const NODEV: Errno = Errno(19);
    /// `ENOTDIR`
    pub const NOTDIR: Errno = Errno(20);
    /// `EISDIR`
    pub const ISDIR: Errno = Errno(21);
    /// `EINVAL`
    pub const INVAL: Errno = Errno(22);
    /// `ENFILE`
    pub const NFILE: Errno = Errno(23);
    /// `EMFILE`
    pub const MFILE: Errno = Errno(24);
    /// `ENOTTY`
    pub const NOTTY: Errno = Errno(25);
    /// `ETXTBSY`
    pub const TXTBSY: Errno = Errno(26);
    /// `EFBIG`
    pub const FBIG: Errno = Errno(27);
    /// `ENOSPC`
    pub const NOSPC: Errno = Errno(28);
    /// `ESPIPE`
    pub const SPIPE: Errno = Errno(29);
    /// `EROFS`
    pub const ROFS: Errno = Errno(30);
    /// `EMLINK`
    pub const MLINK: Errno = Errno(31);
    /// `EPIPE`
    pub const PIPE: Errno = Errno(32);
    /// `EDOM`
    pub const DOM: Errno = Errno(33);
    /// `ERANGE`
    pub const RANGE: Errno = Errno(34);
    /// `EDEADLK`
    pub const DEADLK: Errno = Errno(35);
    /// `ENAMETOOLONG`
    pub const NAMETOOLONG: Errno = Errno(36);
    /// `ENOLCK`
    pub const NOLCK: Errno = Errno(37);
    /// `ENOSYS`
    pub const NOSYS: Errno = Errno(38);
    /// `ENOTEMPTY`
    pub const NOTEMPTY: Errno = Errno(39);
    /// `ELOOP`
    pub const LOOP: Errno = Errno(40);
    /// `ENOMSG`
    pub const NOMSG: Errno = Errno(42);
    /// `EIDRM`
    pub const IDRM: Errno = Errno(43);
    /// `ENOLINK`
    pub const NOLINK: Errno = Errno(67);
    /// `EPROTO`
    pub const PROTO: Errno = Errno(71);
    /// `EMULTIHOP`
    pub const MULTIHOP: Errno = Errno(72);
    /// `EBADMSG`
    pub const BADMSG: Errno = Errno(74);
    /// `EOVERFLOW`
    pub const OVERFLOW: Errno = Errno(75);
    /// `EILSEQ`
    pub const ILSEQ: Errno = Errno(84);
    /// `ENOTSOCK`
    pub const NOTSOCK: Errno = Errno(88);
    /// `EDESTADDRREQ`
    pub const DESTADDRREQ: Errno = Errno(89);
    /// `EMSGSIZE`
    pub const MSGSIZE: Errno = Errno(90);
    /// `EPROTOTYPE`
    pub const PROTOTYPE: Errno = Errno(91);
    /// `ENOPROTOOPT`
    pub const NOPROTOOPT: Errno = Errno(92);
    /// `EPROTONOSUPPORT`
    pub const PROTONOSUPPORT: Errno = Errno(93);
    /// `EOPNOTSUPP`
    pub const OPNOTSUPP: Errno = Errno(95);
    /// `EAFNOSUPPORT`
    pub const AFNOSUPPORT: Errno = Errno(97);
    /// `EADDRINUSE`
    pub const ADDRINUSE: Errno = Errno(98);
    /// `EADDRNOTAVAIL`
    pub const ADDRNOTAVAIL: Errno = Errno(99);
    /// `ENETDOWN`
    pub const NETDOWN: Errno = Errno(100);
    /// `ENETUNREACH`
    pub const NETUNREACH: Errno = Errno(101);
    /// `ENETRESET`
    pub const NETRESET: Errno = Errno(102);
    /// `ECONNABORTED`
    pub const CONNABORTED: Errno = Errno(103);
    /// `ECONNRESET`
    pub const CONNRESET: Errno = Errno(104);
    /// `ENOBUFS`
    pub const NOBUFS: Errno = Errno(105);
    /// `EISCONN`
    pub const ISCONN: Errno = Errno(106);
    /// `ENOTCONN`
    pub const NOTCONN: Errno = Errno(107);
    /// `ETIMEDOUT`
    pub const TIMEDOUT: Errno = Errno(110);
    /// `ECONNREFUSED`
    pub const CONNREFUSED: Errno = Errno(111);
    /// `EHOSTUNREACH`
    pub const HOSTUNREACH: Errno = Errno(113);
    /// `EALREADY`
    pub const ALREADY: Errno = Errno(114);
    /// `EINPROGRESS`
    pub const INPROGRESS: Errno = Errno(115);
    /// `ESTALE`
    pub const STALE: Errno = Errno(116);
    /// `EDQUOT`
    pub const DQUOT: Errno = Errno(122);
    /// `ECANCELED`
    pub const CANCELED: Errno = Errno(125);
    /// `EOWNERDEAD`
    pub const OWNERDEAD: Errno = Errno(130);
    /// `ENOTRECOVERABLE`
    pub const NOTRECOVERABLE: Errno = Errno(131);
}
