;; Of the tests that Asyncify puts around all that a function does, the usual way through it has one at its start and
;; one after each call: what is under two of them is computed as one.
;;! check = "asm"
;;! args = ["--invoke", "go"]
;;! targets = ["x86_64-linux"]
;;! contains = ["movl $0x2a, %eax"]
;;! absent = ["cmpl", "addl"]
(module
  (global $state (mut i32) (i32.const 0))
  (func (export "asyncify_get_state") (result i32) (global.get $state))
  (func $stop (param $n i32) (global.set $state (local.get $n)))
  (func (export "go") (param $n i32) (result i32)
    (if (select (i32.const 1) (i32.eqz (local.get $n)) (i32.eqz (global.get $state)))
      (then (call $stop (local.get $n))))
    (if (i32.eqz (global.get $state))
      (then (local.set $n (i32.const 19))))
    (if (i32.eqz (global.get $state))
      (then (local.set $n (i32.add (local.get $n) (i32.const 23)))))
    (local.get $n)))
