;; What a module uses, imports and exports.
;;! check = "inspect"
;;! contains = ["sign-extension-ops", "wasi_snapshot_preview1", "fd_write", "_start", "memory"]
(module
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (drop (i32.extend8_s (i32.const 200)))))
