;; A function that WASI preview 1 does not have.
;;! check = "error"
;;! stderr = "unknown import `wasi_snapshot_preview1.fd_frobnicate`"
(module (import "wasi_snapshot_preview1" "fd_frobnicate" (func)) (func (export "_start")))
