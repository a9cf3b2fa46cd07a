;; A function that may return before it calls any other makes no frame on that way: it goes on with a part of its own.
;;! check = "asm"
;;! args = ["--invoke", "find"]
;;! targets = ["x86_64-linux"]
;;! contains = ["; find\n  pushq %rbp\n  movq %rsp, %rbp\nblock0:\n", "return_call_known", "; and where it calls\n  pushq %rbp\n  movq %rsp, %rbp\n  subq $"]
(module
  (func $next (import "wasi_snapshot_preview1" "sched_yield") (result i32))
  (memory 1)
  (func $find (export "find") (param $key i32) (param $at i32) (result i32)
    (if (i32.eq (i32.load (local.get $at)) (local.get $key))
      (then (return (i32.load offset=4 (local.get $at)))))
    (drop (call $next))
    (drop (call $next))
    (i32.add (local.get $key) (local.get $at))))
