;; A load that a function only makes and its caller adds up traps in the function, not in its caller.
;;! check = "run"
;;! args = ["--invoke", "sum"]
;;! run_args = ["-4", "1"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: field (trap_of_the_callee.wat+0x30)\n  1: sum\n"
(module
  (memory 1)
  (func $field (param i32) (result i32) (i32.load offset=8 (local.get 0)))
  (func (export "sum") (param i32 i32) (result i32)
    (i32.add (local.get 1) (call $field (local.get 0)))))
