;; A check that was made on the way to a call does not hold after it where the call is reached otherwise: a function
;; that is stopped there has checked something else than one that is resumed.
;;! check = "run"
;;! args = ["--bounds", "explicit", "--invoke", "go"]
;;! exit = 134
;;! stderr = ["out of bounds memory access", "read", "go"]
(module
  (memory 1)
  (global $state (mut i32) (i32.const 0))
  (func (export "asyncify_get_state") (result i32) (global.get $state))
  (func $stop (global.set $state (i32.const 1)))
  (func $read (param $at i32) (result i32)
    (local $checked i32)
    (loop)
    (if (global.get $state)
      (then (local.set $checked (local.get $at))))
    (local.set $checked (i32.load (local.get $checked)))
    (if (select (i32.const 1) (i32.eqz (local.get $checked)) (i32.eqz (global.get $state)))
      (then (call $stop)))
    (i32.load (local.get $at)))
  (func (export "go") (result i32)
    (i32.add (call $read (i32.const 0x20000)) (call $read (i32.const 0)))))
