;; --bounds explicit: where something traps in another way before an access out of bounds, that is
;; the trap, although an access before shares its index.
;;! check = "run"
;;! args = ["--bounds", "explicit", "--invoke", "test"]
;;! run_args = ["65532", "0"]
;;! exit = 134
;;! stderr = "wasm trap: integer divide by zero\n  0: test ("
(module (memory 1)
  (func (export "test") (param $at i32) (param $zero i32) (result i32)
    (i32.store (local.get $at) (i32.const 1))
    (i32.store offset=4 (local.get $at) (i32.div_u (i32.const 1) (local.get $zero)))
    (i32.const 0)))
