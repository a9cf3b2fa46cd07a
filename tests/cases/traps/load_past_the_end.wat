;; A load whose last byte lies past the end of memory.
;;! check = "run"
;;! args = ["--invoke", "peek"]
;;! run_args = ["65533"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek (load_past_the_end.wat+0x"
(module (memory 1) (func $peek (export "peek") (param i32) (result i32) (i32.load (local.get 0))))
