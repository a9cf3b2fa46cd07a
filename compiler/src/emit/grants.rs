//! What the program may do, as records.

use std::mem::offset_of;

use ahead_abi::Bytes;
use ahead_abi::grants::{DirAccess, DirGrant, EnvGrant, EnvSource, Grants};

use super::record::Record;
use super::writer::Writer;
use crate::request;

/// Writes the grants; gives the record that refers to them.
pub(super) fn write(writer: &mut Writer<'_>, grants: &request::Grants) -> Record {
    let mut dirs = Record::default();
    for dir in &grants.dirs {
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
    let mut env = Record::default();
    for (name, value) in &grants.env {
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
    let mut args = Record::default();
    for arg in &grants.args {
        let bytes = writer.bytes(arg.as_bytes());
        args.append(Record::of::<Bytes>().elements(0, bytes));
    }
    let args = writer.array(8, grants.args.len(), args);
    let dirs = writer.array(8, grants.dirs.len(), dirs);
    let env = writer.array(8, grants.env.len(), env);
    Record::of::<Grants>().elements(offset_of!(Grants, dirs), dirs).elements(offset_of!(Grants, env), env).elements(offset_of!(Grants, args), args)
}
