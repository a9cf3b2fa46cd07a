;; A program whose time is limited cannot stop itself, to outlive the limit.
;;! check = "run"
;;! args = ["--wall-seconds", "60"]
;;! exit = 0
(module
  (import "wasi_snapshot_preview1" "proc_raise" (func $proc_raise (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (local $signal i32)
    ;; `stop`, `tstp`, `ttin` and `ttou`: `NOTSUP`.
    (local.set $signal (i32.const 18))
    (loop $next
      (if (i32.ne (call $proc_raise (local.get $signal)) (i32.const 58)) (then (call $proc_exit (local.get $signal))))
      (br_if $next (i32.le_u (local.tee $signal (i32.add (local.get $signal) (i32.const 1))) (i32.const 21))))
    ;; `cont`
    (call $proc_exit (call $proc_raise (i32.const 17)))))
