;; A path that leads out is denied, and the audit names call, path, folder and flag; so does it for a
;; change below a folder that may be read only.
;;! check = "run"
;;! args = ["--dir", "data::/data:ro"]
;;! env = { AHEAD_AUDIT = "1" }
;;! folders = ["data"]
;;! exit = 76
;;! stderr = ["audit: path_open of `../f` in /data denied: it is outside; `--dir` grants the folder that it is in\n", "audit: path_create_directory of `f` in /data denied: the folder was granted to read only, by `--dir` with `:ro`\n"]
(module
  (import "wasi_snapshot_preview1" "path_create_directory" (func $path_create_directory (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 32) "../f")
  (func (export "_start")
    (if (i32.ne (call $path_open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 4) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)) (i32.const 76))
      (then unreachable))
    (call $proc_exit (call $path_create_directory (i32.const 3) (i32.const 35) (i32.const 1)))))
