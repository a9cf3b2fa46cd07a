//! The functions of the host that a module may import, with their types and symbols.

use crate::value::ValueType::{self, I32, I64};

/// The module name of WASI preview 1.
pub const WASI_PREVIEW_1: &str = "wasi_snapshot_preview1";
/// The module name of WASI snapshot 0, which older compilers emit.
pub const WASI_UNSTABLE: &str = "wasi_unstable";

/// A function the runtime provides to modules.
///
/// The symbol's C signature has the same parameters (i32 as `u32`, i64 as `u64`), and returns the
/// errno as `u32` where there is a result.
pub struct HostFunction {
    /// Name in the module [`WASI_PREVIEW_1`] or [`WASI_UNSTABLE`].
    pub name: &'static str,
    /// Symbol that the runtime defines.
    pub symbol: &'static str,
    /// Types of its parameters.
    pub params: &'static [ValueType],
    /// Types of its results.
    pub results: &'static [ValueType],
}

const fn errno(name: &'static str, symbol: &'static str, params: &'static [ValueType]) -> HostFunction {
    HostFunction { name, symbol, params, results: &[I32] }
}

/// How many of [`WASI`] are of preview 1.
const PREVIEW_1: usize = 46;

/// All 46 functions of WASI preview 1 (`wasi_snapshot_preview1.witx`), sorted by name. After them, those
/// of snapshot 0 (`wasi_unstable.witx`) whose records or numbers differ; its others are the same.
pub const WASI: [HostFunction; 50] = [
    errno("args_get", "ahead_wasi_args_get", &[I32, I32]),
    errno("args_sizes_get", "ahead_wasi_args_sizes_get", &[I32, I32]),
    errno("clock_res_get", "ahead_wasi_clock_res_get", &[I32, I32]),
    errno("clock_time_get", "ahead_wasi_clock_time_get", &[I32, I64, I32]),
    errno("environ_get", "ahead_wasi_environ_get", &[I32, I32]),
    errno("environ_sizes_get", "ahead_wasi_environ_sizes_get", &[I32, I32]),
    errno("fd_advise", "ahead_wasi_fd_advise", &[I32, I64, I64, I32]),
    errno("fd_allocate", "ahead_wasi_fd_allocate", &[I32, I64, I64]),
    errno("fd_close", "ahead_wasi_fd_close", &[I32]),
    errno("fd_datasync", "ahead_wasi_fd_datasync", &[I32]),
    errno("fd_fdstat_get", "ahead_wasi_fd_fdstat_get", &[I32, I32]),
    errno("fd_fdstat_set_flags", "ahead_wasi_fd_fdstat_set_flags", &[I32, I32]),
    errno("fd_fdstat_set_rights", "ahead_wasi_fd_fdstat_set_rights", &[I32, I64, I64]),
    errno("fd_filestat_get", "ahead_wasi_fd_filestat_get", &[I32, I32]),
    errno("fd_filestat_set_size", "ahead_wasi_fd_filestat_set_size", &[I32, I64]),
    errno("fd_filestat_set_times", "ahead_wasi_fd_filestat_set_times", &[I32, I64, I64, I32]),
    errno("fd_pread", "ahead_wasi_fd_pread", &[I32, I32, I32, I64, I32]),
    errno("fd_prestat_dir_name", "ahead_wasi_fd_prestat_dir_name", &[I32, I32, I32]),
    errno("fd_prestat_get", "ahead_wasi_fd_prestat_get", &[I32, I32]),
    errno("fd_pwrite", "ahead_wasi_fd_pwrite", &[I32, I32, I32, I64, I32]),
    errno("fd_read", "ahead_wasi_fd_read", &[I32, I32, I32, I32]),
    errno("fd_readdir", "ahead_wasi_fd_readdir", &[I32, I32, I32, I64, I32]),
    errno("fd_renumber", "ahead_wasi_fd_renumber", &[I32, I32]),
    errno("fd_seek", "ahead_wasi_fd_seek", &[I32, I64, I32, I32]),
    errno("fd_sync", "ahead_wasi_fd_sync", &[I32]),
    errno("fd_tell", "ahead_wasi_fd_tell", &[I32, I32]),
    errno("fd_write", "ahead_wasi_fd_write", &[I32, I32, I32, I32]),
    errno("path_create_directory", "ahead_wasi_path_create_directory", &[I32, I32, I32]),
    errno("path_filestat_get", "ahead_wasi_path_filestat_get", &[I32, I32, I32, I32, I32]),
    errno(
        "path_filestat_set_times",
        "ahead_wasi_path_filestat_set_times",
        &[I32, I32, I32, I32, I64, I64, I32],
    ),
    errno("path_link", "ahead_wasi_path_link", &[I32, I32, I32, I32, I32, I32, I32]),
    errno("path_open", "ahead_wasi_path_open", &[I32, I32, I32, I32, I32, I64, I64, I32, I32]),
    errno("path_readlink", "ahead_wasi_path_readlink", &[I32, I32, I32, I32, I32, I32]),
    errno("path_remove_directory", "ahead_wasi_path_remove_directory", &[I32, I32, I32]),
    errno("path_rename", "ahead_wasi_path_rename", &[I32, I32, I32, I32, I32, I32]),
    errno("path_symlink", "ahead_wasi_path_symlink", &[I32, I32, I32, I32, I32]),
    errno("path_unlink_file", "ahead_wasi_path_unlink_file", &[I32, I32, I32]),
    errno("poll_oneoff", "ahead_wasi_poll_oneoff", &[I32, I32, I32, I32]),
    HostFunction { name: "proc_exit", symbol: "ahead_wasi_proc_exit", params: &[I32], results: &[] },
    errno("proc_raise", "ahead_wasi_proc_raise", &[I32]),
    errno("random_get", "ahead_wasi_random_get", &[I32, I32]),
    errno("sched_yield", "ahead_wasi_sched_yield", &[]),
    errno("sock_accept", "ahead_wasi_sock_accept", &[I32, I32, I32]),
    errno("sock_recv", "ahead_wasi_sock_recv", &[I32, I32, I32, I32, I32, I32]),
    errno("sock_send", "ahead_wasi_sock_send", &[I32, I32, I32, I32, I32]),
    errno("sock_shutdown", "ahead_wasi_sock_shutdown", &[I32, I32]),
    errno("fd_filestat_get", "ahead_wasi_unstable_fd_filestat_get", &[I32, I32]),
    errno("fd_seek", "ahead_wasi_unstable_fd_seek", &[I32, I64, I32, I32]),
    errno("path_filestat_get", "ahead_wasi_unstable_path_filestat_get", &[I32, I32, I32, I32, I32]),
    errno("poll_oneoff", "ahead_wasi_unstable_poll_oneoff", &[I32, I32, I32, I32]),
];

/// The functions of preview 1.
pub fn preview_1() -> &'static [HostFunction] {
    const { WASI.split_at(PREVIEW_1).0 }
}

/// Index in [`WASI`] of what `module` calls `name`; `None`: the runtime has no such function.
pub fn find(module: &str, name: &str) -> Option<usize> {
    let position = |range: core::ops::Range<usize>| {
        let functions = WASI.get(range.clone())?;
        Some(range.start + functions.iter().position(|function| function.name == name)?)
    };
    match (module, name) {
        (WASI_PREVIEW_1, _) => position(0..PREVIEW_1),
        // Preview 1 added it.
        (WASI_UNSTABLE, "sock_accept") => None,
        (WASI_UNSTABLE, _) => position(PREVIEW_1..WASI.len()).or_else(|| position(0..PREVIEW_1)),
        _ => None,
    }
}
