//! What the program may do, as records.

use std::mem::offset_of;
use std::net::SocketAddr;

use ahead_abi::Bytes;
use ahead_abi::confinement::{Confinement, Instruction, Mode};
use ahead_abi::grants::{
    DirAccess, DirGrant, EnvGrant, EnvSource, Environment, Grants, Limits, ListenGrant, Stdio,
};
use ahead_abi::system_call::SystemCall;

use super::filter;
use super::record::{Elements, Record};
use super::writer::Writer;
use crate::request::{self, Request};
use crate::target::Platform;

/// Writes the grants, and the filter that allows `calls`; gives the record that refers to them.
pub(super) fn write(writer: &mut Writer<'_>, request: &Request<'_>, calls: &[SystemCall]) -> Record {
    let grants = &request.grants;
    let dirs = dirs(writer, &grants.dirs);
    let listen = listen(writer, &grants.listen);
    let env = env(writer, &grants.env);
    let args = args(writer, &grants.args);
    let environment = if grants.inherit_env { Environment::Launcher } else { Environment::Granted };
    let stdio = if grants.no_stdio { Stdio::None } else { Stdio::Inherit };
    let denied = grants.denied.iter().fold(0, |bits, family| bits | family.bit());
    let confinement = confinement(writer, request, calls);
    Record::of::<Grants>()
        .elements(offset_of!(Grants, dirs), dirs)
        .elements(offset_of!(Grants, listen), listen)
        .elements(offset_of!(Grants, env), env)
        .elements(offset_of!(Grants, args), args)
        .u64(offset_of!(Grants, environment), environment as u64)
        .u64(offset_of!(Grants, stdio), stdio as u64)
        .u64(offset_of!(Grants, denied), denied)
        .nested(offset_of!(Grants, limits), limits(&grants.limits))
        .nested(offset_of!(Grants, confinement), confinement)
}

fn dirs(writer: &mut Writer<'_>, grants: &[request::DirGrant]) -> Elements {
    let mut dirs = Record::default();
    for dir in grants {
        let host = writer.bytes(dir.host.as_bytes());
        let guest = writer.bytes(dir.guest.as_bytes());
        let access = if dir.read_only { DirAccess::ReadOnly } else { DirAccess::ReadWrite };
        dirs.append(
            Record::of::<DirGrant>()
                .elements(offset_of!(DirGrant, host), host)
                .elements(offset_of!(DirGrant, guest), guest)
                .u64(offset_of!(DirGrant, access), access as u64),
        );
    }
    writer.array(8, grants.len(), dirs)
}

fn listen(writer: &mut Writer<'_>, grants: &[SocketAddr]) -> Elements {
    let mut sockets = Record::default();
    for address in grants {
        let text = writer.bytes(address.to_string().as_bytes());
        let address = writer.bytes(&kernel_address(address));
        sockets.append(
            Record::of::<ListenGrant>()
                .elements(offset_of!(ListenGrant, text), text)
                .elements(offset_of!(ListenGrant, address), address),
        );
    }
    writer.array(8, grants.len(), sockets)
}

/// A `sockaddr_in` or `sockaddr_in6` of Linux: family in the target's order, the rest in the
/// network's.
fn kernel_address(address: &SocketAddr) -> Vec<u8> {
    const AF_INET: u16 = 2;
    const AF_INET6: u16 = 10;
    let port = address.port().to_be_bytes();
    match address {
        SocketAddr::V4(address) => {
            [&AF_INET.to_le_bytes()[..], &port, &address.ip().octets(), &[0; 8]].concat()
        }
        SocketAddr::V6(address) => {
            let scope = address.scope_id().to_le_bytes();
            [&AF_INET6.to_le_bytes()[..], &port, &[0; 4], &address.ip().octets(), &scope].concat()
        }
    }
}

fn env(writer: &mut Writer<'_>, grants: &[(String, Option<String>)]) -> Elements {
    let mut env = Record::default();
    for (name, value) in grants {
        let source = if value.is_some() { EnvSource::Fixed } else { EnvSource::Launcher };
        let name = writer.bytes(name.as_bytes());
        let value = writer.bytes(value.as_deref().unwrap_or_default().as_bytes());
        env.append(
            Record::of::<EnvGrant>()
                .elements(offset_of!(EnvGrant, name), name)
                .elements(offset_of!(EnvGrant, value), value)
                .u64(offset_of!(EnvGrant, source), source as u64),
        );
    }
    writer.array(8, grants.len(), env)
}

fn args(writer: &mut Writer<'_>, grants: &[String]) -> Elements {
    let mut args = Record::default();
    for arg in grants {
        let bytes = writer.bytes(arg.as_bytes());
        args.append(Record::of::<Bytes>().elements(0, bytes));
    }
    writer.array(8, grants.len(), args)
}

fn limits(limits: &request::Limits) -> Record {
    Record::of::<Limits>()
        .u64(offset_of!(Limits, fds), limits.fds.unwrap_or(0))
        .u64(offset_of!(Limits, file_size), limits.file_size.unwrap_or(0))
        .u64(offset_of!(Limits, cpu_seconds), limits.cpu_seconds.unwrap_or(0))
        .u64(offset_of!(Limits, wall_seconds), limits.wall_seconds.unwrap_or(0))
}

fn confinement(writer: &mut Writer<'_>, request: &Request<'_>, calls: &[SystemCall]) -> Record {
    let record = Record::of::<Confinement>();
    if request.grants.confine == Mode::Off || request.target.platform != Platform::Linux {
        return record;
    }
    let Some(program) = filter::program(calls, request.target.triple.architecture) else { return record };
    let mut instructions = Record::default();
    for instruction in &program {
        instructions.append(
            Record::of::<Instruction>()
                .u32(0, u32::from_le_bytes(first_word(instruction)))
                .u32(offset_of!(Instruction, operand), instruction.operand),
        );
    }
    let instructions = writer.array(8, program.len(), instructions);
    record.elements(offset_of!(Confinement, filter), instructions)
}

/// Code and jumps as they lie in memory.
fn first_word(instruction: &Instruction) -> [u8; 4] {
    let [low, high] = instruction.code.to_le_bytes();
    [low, high, instruction.jump_true, instruction.jump_false]
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_laid_out_as_the_kernel_has_them() {
        let v4 = super::kernel_address(&"127.0.0.1:8080".parse().unwrap());
        assert_eq!(v4, [2, 0, 0x1f, 0x90, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        let v6 = super::kernel_address(&"[::1]:80".parse().unwrap());
        assert_eq!((v6.len(), &v6[..4], v6[23]), (28, &[10, 0, 0, 80][..], 1));
    }
}
