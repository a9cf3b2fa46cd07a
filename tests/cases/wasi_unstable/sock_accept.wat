;; Snapshot 0 has no `sock_accept`.
;;! check = "error"
;;! stderr = "unknown import `wasi_unstable.sock_accept`"
(module
  (import "wasi_unstable" "sock_accept" (func (param i32 i32 i32) (result i32)))
  (func (export "_start")))
