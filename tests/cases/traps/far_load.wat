;; The farthest access there is, 8 bytes at index + offset = 2 * 0xFFFFFFFF, meets the guard.
;;! check = "run"
;;! args = ["--invoke", "peek"]
;;! run_args = ["-1"]
;;! exit = 134
;;! stderr = "wasm trap: out of bounds memory access\n  0: peek (far_load.wat+0x"
(module (memory 1)
  (func $peek (export "peek") (param i32) (result i64) (i64.load offset=0xffffffff (local.get 0))))
