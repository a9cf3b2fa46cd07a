;; Asyncify's global changes in a call to another module, which has none of its own: what comes after sees it.
;;! check = "run"
;;! args = ["--module", "other=other.wat", "--invoke", "go"]
;;! stdout = """
;;! 3
;;! 1
;;! """
;;! [files]
;;! "other.wat" = """
;;! (module
;;!   (global $state (export "state") (mut i32) (i32.const 0))
;;!   (func (export "set") (param i32) (loop) (global.set $state (local.get 0))))
;;! """
(module
  (import "other" "state" (global $state (mut i32)))
  (import "other" "set" (func $set (param i32)))
  (func (export "asyncify_get_state") (result i32) (global.get $state))
  (func $keep (param $n i32)
    (loop)
    (if (i32.eq (local.get $n) (i32.const 99)) (then (global.set $state (i32.const 0)))))
  (func $run (param $to i32) (result i32)
    (local $steps i32)
    (loop)
    (if (i32.eqz (global.get $state))
      (then (call $keep (i32.const 5))))
    (if (i32.eqz (global.get $state))
      (then (local.set $steps (i32.const 1)) (call $set (local.get $to))))
    (if (i32.eqz (global.get $state))
      (then (local.set $steps (i32.or (local.get $steps) (i32.const 2)))))
    (local.get $steps))
  (func (export "go") (result i32 i32) (call $run (i32.const 0)) (call $run (i32.const 7))))
