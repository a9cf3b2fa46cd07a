//! Before guest code runs: the granted addresses go in, listening sockets, whose descriptors follow
//! those of the folders, come out.

use ahead_abi::grants::ListenGrant;

use crate::program::{elements, program};
use crate::sys::errno::Errno as HostErrno;
use crate::sys::socket;
use crate::text::fail;

use super::descriptor::{self, Descriptor};
use super::prepare::{FIRST, granted};
use super::rights;
use super::types::FileType;

/// Opens the granted sockets. One that cannot be opened ends the program.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_listen() {
    // SAFETY: a record of the program.
    let sockets = unsafe { elements(program().grants.listen) };
    let first = FIRST as usize + granted().len();
    for (fd, grant) in (first..).zip(sockets) {
        // SAFETY: a record of the program.
        let address = unsafe { elements(grant.address) };
        match if fd < descriptor::capacity() { socket::listen(address) } else { Err(HostErrno::NFILE) } {
            Ok(host) => {
                let (base, inheriting) = (rights::LISTENER, rights::CONNECTION);
                descriptor::set(
                    fd as u32,
                    Descriptor::new(host, FileType::SocketStream, base, inheriting, 0),
                );
            }
            Err(errno) => refuse(grant, errno),
        }
    }
}

#[cold]
fn refuse(grant: &ListenGrant, errno: HostErrno) -> ! {
    let reason: &[u8] = match errno {
        HostErrno::ADDRINUSE => b"the address is in use",
        HostErrno::ADDRNOTAVAIL => b"this machine has no such address",
        HostErrno::ACCES | HostErrno::PERM => b"permission denied",
        HostErrno::AFNOSUPPORT => b"this system has no such kind of address",
        HostErrno::MFILE | HostErrno::NFILE => b"too many open files",
        _ => b"it cannot be opened",
    };
    // SAFETY: a record of the program.
    let text = unsafe { elements(grant.text) };
    fail(
        1,
        &[
            b"--tcp-listen ",
            text,
            b": ",
            reason,
            b"; the address was granted to this program when it was built",
        ],
    )
}
