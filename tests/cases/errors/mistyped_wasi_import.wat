;; A WASI function imported with another type.
;;! check = "error"
;;! stderr = ["incompatible import type for `wasi_snapshot_preview1.proc_exit`", "expected", "found"]
(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i64))) (func (export "_start")))
