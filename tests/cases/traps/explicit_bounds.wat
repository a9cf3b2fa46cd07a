;; --bounds explicit traps as guard pages do.
;;! check = "run"
;;! args = ["--invoke", "peek", "--bounds", "explicit"]
;;! run_args = ["65529"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek (explicit_bounds.wat+0x"
(module (memory 1) (func $peek (export "peek") (param i32) (result i64) (i64.load (local.get 0))))
