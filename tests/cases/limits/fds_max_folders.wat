;; More folders than descriptors end the program before it starts.
;;! check = "run"
;;! args = ["--fds-max", "4", "--dir", "data::/a", "--dir", "data::/b"]
;;! folders = ["data"]
;;! exit = 1
;;! stderr = "error: --dir data: too many open files"
(module
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (func (export "_start") (drop (call $fd_close (i32.const 3)))))
