;; A load that a function makes for the argument of another, which adds it up, traps in the first one.
;;! check = "run"
;;! args = ["--invoke", "sum"]
;;! run_args = ["-4", "1"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: sum (trap_of_the_caller.wat+0x35)\n"
;;! absent = ["plus"]
(module
  (memory 1)
  (func $plus (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "sum") (param i32 i32) (result i32)
    (call $plus (local.get 1) (i32.load offset=8 (local.get 0)))))
